using System;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Requests;

public sealed class EwsPropertyPathTests
{
    [Theory]
    [InlineData("subject", "item:Subject", typeof(string))]
    [InlineData("From", "message:From", typeof(string))]
    [InlineData("Start", "calendar:Start", typeof(DateTimeOffset))]
    [InlineData("GivenName", "contacts:GivenName", typeof(string))]
    [InlineData("DueDate", "task:DueDate", typeof(DateTimeOffset))]
    [InlineData("PostedTime", "postitem:PostedTime", typeof(DateTimeOffset))]
    [InlineData("Size", "item:Size", typeof(long))]
    [InlineData("ReminderMinutesBeforeStart", "item:ReminderMinutesBeforeStart", typeof(int))]
    [InlineData("Categories", "item:Categories", typeof(string[]))]
    [InlineData("IsRead", "message:IsRead", typeof(bool))]
    [InlineData("Duration", "calendar:Duration", typeof(TimeSpan))]
    [InlineData("IsRecurring", "calendar:IsRecurring", typeof(bool))]
    [InlineData("TASK:isrecurring", "task:IsRecurring", typeof(bool))]
    [InlineData("future:Property", "future:Property", null)]
    public void A_name_becomes_the_FieldURI_of_its_kind(string name, string fieldUri, Type? type)
    {
        EwsPropertyPath path = EwsPropertyPath.Parse(name);

        Assert.Equal(fieldUri, path.ToString());
        Assert.Equal(type, path.ValueType);
        Assert.Equal($"<t:FieldURI FieldURI=\"{fieldUri}\"/>", Written(path));
    }

    [Theory]
    [InlineData(
        "contacts:EmailAddress:EmailAddress1",
        "<t:IndexedFieldURI FieldURI=\"contacts:EmailAddress\" FieldIndex=\"EmailAddress1\"/>")]
    [InlineData(
        "contacts:PhysicalAddress:City:Home",
        "<t:IndexedFieldURI FieldURI=\"contacts:PhysicalAddress:City\" FieldIndex=\"Home\"/>")]
    [InlineData(
        "item:InternetMessageHeader:X-Spam-Level",
        "<t:IndexedFieldURI FieldURI=\"item:InternetMessageHeader\" FieldIndex=\"X-Spam-Level\"/>")]
    [InlineData("0x0E08:Integer", "<t:ExtendedFieldURI PropertyTag=\"0x0E08\" PropertyType=\"Integer\"/>")]
    [InlineData("0xe08:integer", "<t:ExtendedFieldURI PropertyTag=\"0x0E08\" PropertyType=\"Integer\"/>")]
    [InlineData(
        "publicstrings/Keywords:StringArray",
        "<t:ExtendedFieldURI DistinguishedPropertySetId=\"PublicStrings\" PropertyName=\"Keywords\" "
        + "PropertyType=\"StringArray\"/>")]
    [InlineData(
        "Common/0x8578:Integer",
        "<t:ExtendedFieldURI DistinguishedPropertySetId=\"Common\" PropertyId=\"34168\" PropertyType=\"Integer\"/>")]
    [InlineData(
        "PublicStrings/urn:schemas:a/b:String",
        "<t:ExtendedFieldURI DistinguishedPropertySetId=\"PublicStrings\" PropertyName=\"urn:schemas:a/b\" "
        + "PropertyType=\"String\"/>")]
    [InlineData(
        "{C11FF724-AA03-4555-9952-8FA248A11C3E}:Stamp:String",
        "<t:ExtendedFieldURI PropertySetId=\"c11ff724-aa03-4555-9952-8fa248a11c3e\" PropertyName=\"Stamp\" "
        + "PropertyType=\"String\"/>")]
    [InlineData(
        "{C11FF724-AA03-4555-9952-8FA248A11C3E}:'42':String",
        "<t:ExtendedFieldURI PropertySetId=\"c11ff724-aa03-4555-9952-8fa248a11c3e\" PropertyName=\"42\" "
        + "PropertyType=\"String\"/>")]
    public void Entries_and_extended_properties_have_elements_of_their_own(string name, string expected) =>
        Assert.Equal(expected, Written(EwsPropertyPath.Parse(name)));

    [Theory]
    [InlineData("Subjekt", "Subject")]
    [InlineData("DateRecieved", null)]
    [InlineData("DateTimeRecieved", "DateTimeReceived")]
    [InlineData("Quux", null)]
    public void A_plain_name_that_nobody_knows_is_an_error_with_the_nearest(string name, string? nearest)
    {
        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => EwsPropertyPath.Parse(name));

        Assert.Equal("UnknownEwsProperty", error.ErrorId);
        Assert.Equal(nearest is not null, error.RecommendedAction.StartsWith(
            $"Did you mean {nearest}?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0x0E08")]
    [InlineData("0x0E08:")]
    [InlineData("0x0E08:7")]
    [InlineData("0x8001:String")]
    [InlineData("0x0E08:Object")]
    [InlineData("Common/:String")]
    [InlineData("{nonsense}:name:String")]
    [InlineData("{C11FF724-AA03-4555-9952-8FA248A11C3E}:String")]
    public void A_broken_notation_is_an_error_that_shows_a_right_one(string name)
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => EwsPropertyPath.Parse(name));

        Assert.Equal("InvalidExtendedProperty", error.ErrorId);
        Assert.Contains("0x0E08:Integer", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_have_properties_of_their_own()
    {
        Assert.Equal("folder:DisplayName", EwsPropertyPath.ParseFolder("DisplayName").ToString());
        Assert.Equal("contacts:DisplayName", EwsPropertyPath.Parse("DisplayName").ToString());
        Assert.Throws<ThrottlingToolsException>(() => EwsPropertyPath.ParseFolder("Subject"));
    }

    [Fact]
    public void Every_property_of_the_table_is_found_by_its_FieldURI_and_has_one()
    {
        EwsProperty[] all = [.. EwsPropertyTable.Items, .. EwsPropertyTable.Folders];

        Assert.All(all, property => Assert.Same(property, EwsPropertyPath.Parse(property.FieldUri).Property));
        Assert.Equal(all.Length, all.Select(property => property.FieldUri).Distinct().Count());
    }

    [Theory]
    [InlineData("Subject", true, true)]
    [InlineData("From", true, true)]
    [InlineData("Body", false, false)]
    [InlineData("ToRecipients", false, false)]
    [InlineData("Attachments", false, false)]
    [InlineData("Categories", true, false)]
    public void The_table_knows_what_a_find_returns_and_sorts_by(string name, bool isInFind, bool isSortable)
    {
        EwsProperty property = EwsPropertyTable.FindItemProperty(name)!;

        Assert.Equal((isInFind, isSortable), (property.IsInFind, property.IsSortable));
    }

    [Theory]
    [InlineData("Subject", "Subject", false)]
    [InlineData(" DateTimeReceived  desc ", "DateTimeReceived", true)]
    [InlineData("item:Size Descending", "item:Size", true)]
    [InlineData("From ASC", "From", false)]
    [InlineData("PublicStrings/Case Number:Integer desc", "PublicStrings/Case Number:Integer", true)]
    public void A_sort_key_is_a_property_and_a_direction(string text, string property, bool isDescending)
    {
        EwsSortField field = EwsSortField.Parse(text);

        Assert.Equal((property, isDescending), (field.Property, field.IsDescending));
    }

    [Theory]
    [InlineData("Subject down")]
    [InlineData("Body desc")]
    [InlineData("ToRecipients")]
    public void What_has_no_order_is_no_sort_key(string text) => Assert.Equal(
        "InvalidSortField", Assert.Throws<ThrottlingToolsException>(() => EwsSortField.Parse(text)).ErrorId);

    [Fact]
    public void An_extended_property_of_any_name_is_read_as_it_is_printed() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyString>().Filter(name => name.Get.Trim() == name.Get),
        ArbMap.Default.ArbFor<MapiPropertyType>(),
        (name, type) =>
        {
            EwsExtendedProperty written = EwsExtendedProperty.OfName(Guid.NewGuid(), name.Get, type);
            EwsExtendedProperty read = EwsExtendedProperty.Parse(written.ToString());
            return (read.PropertySetId, read.PropertyName, read.PropertyId, read.PropertyType)
                == (written.PropertySetId, written.PropertyName, written.PropertyId, written.PropertyType);
        }).QuickCheckThrowOnFailure();

    /// <summary>The element, with the prefix that envelopes declare.</summary>
    internal static string Written(EwsPropertyPath path)
    {
        using StringWriter text = new();
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            writer.WriteStartElement("r");
            writer.WriteAttributeString("xmlns", "t", null, EwsNames.Types);
            path.WriteTo(writer);
            writer.WriteEndElement();
        }
        XElement element = XElement.Parse(text.ToString()).Elements().Single();
        string attributes = string.Join(" ", element.Attributes().Where(a => !a.IsNamespaceDeclaration));
        return $"<t:{element.Name.LocalName} {attributes}/>";
    }
}
