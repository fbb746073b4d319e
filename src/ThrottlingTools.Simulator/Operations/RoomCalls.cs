using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>The rooms of the organisation: two, in one list.</summary>
internal abstract class RoomsCall : SingleCall
{
    protected const string List = "rooms";

    protected static readonly string[] Rooms = ["room1", "room2"];

    private readonly string _domain;

    protected RoomsCall(XElement operation, MailboxAccess access) : base(operation, AnswerShape.Direct)
    {
        string address = access.Server.Directory.All[0].Address;
        _domain = address.Substring(address.IndexOf('@'));
    }

    protected string AddressOf(string name) => name + _domain;
}

/// <summary>GetRoomLists: the lists of rooms.</summary>
internal sealed class GetRoomListsCall : RoomsCall
{
    public GetRoomListsCall(XElement operation, MailboxAccess access) : base(operation, access)
    {
    }

    public override WorkDone Run(int unit, ref int findCount) => Succeed(unit, new WorkDone(1, 0), writer =>
    {
        writer.WriteStartElement("m", "RoomLists", EwsXml.MessagesUri);
        WriteAddress(writer, "Address", List, AddressOf(List), "PublicDL");
        writer.WriteEndElement();
    });
}

/// <summary>GetRooms: the rooms of a list.</summary>
internal sealed class GetRoomsCall : RoomsCall
{
    private readonly string _list;

    public GetRoomsCall(XElement operation, MailboxAccess access) : base(operation, access) =>
        _list = Require(operation, "RoomList").Element(EwsXml.Types + "EmailAddress")?.Value.Trim()
            ?? throw SoapFaultException.Missing(operation, "EmailAddress");

    public override WorkDone Run(int unit, ref int findCount) =>
        string.Equals(_list, AddressOf(List), System.StringComparison.OrdinalIgnoreCase)
            ? Succeed(unit, new WorkDone(Rooms.Length, 0), WriteRooms)
            : Fail(unit, new ItemError(
                "ErrorMailRecipientNotFound", "The room list was not found."));

    private void WriteRooms(XmlWriter writer)
    {
        writer.WriteStartElement("m", "Rooms", EwsXml.MessagesUri);
        foreach (string room in Rooms)
        {
            writer.WriteStartElement("t", "Room", EwsXml.TypesUri);
            WriteAddress(writer, "Id", room, AddressOf(room));
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }
}
