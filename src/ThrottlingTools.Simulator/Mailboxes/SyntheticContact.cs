using System;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>A contact of the seed.</summary>
internal sealed class SyntheticContact(SyntheticFolder folder, int number, ulong stamp, DateTime received)
    : SyntheticItem(folder, number, stamp, received)
{
    private static readonly string[] Surnames = ["Lovelace", "Hopper", "Dijkstra", "Liskov", "Knuth", "Allen", "Hoare"];

    public override string ElementName => "Contact";

    protected override string Subject => Text($"{Person} {Surname}");

    protected override string ItemClass => "IPM.Contact";

    private string Surname => Text($"{Surnames[Dice(8, Surnames.Length)]} {Ordinal}");

    private string Mail => Text($"{Person}.{Ordinal}@example.com").ToLowerInvariant();

    public override object? Read(string fieldUri) => fieldUri switch
    {
        "contacts:FileAs" => Text($"{Surname}, {Person}"),
        "contacts:FileAsMapping" => "LastCommaFirst",
        "contacts:DisplayName" => Subject,
        "contacts:GivenName" => Person,
        "contacts:Surname" => Surname,
        "contacts:CompanyName" => "Contoso",
        "contacts:JobTitle" => Dice(12, 2) == 0 ? "Engineer" : "Analyst",
        "contacts:EmailAddresses" => Entry("EmailAddresses", "EmailAddress1", Mail),
        "contacts:PhoneNumbers" => Entry("PhoneNumbers", "BusinessPhone", Text($"+49 30 {100000 + Ordinal}")),
        "contacts:HasPicture" => false,
        _ => base.Read(fieldUri),
    };

    private static XElement Entry(string name, string key, string value) => new(
        EwsXml.Types + name, new XElement(EwsXml.Types + "Entry", new XAttribute("Key", key), value));
}
