using System;
using System.Linq;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Core.Tests.Ews.Requests;

/// <summary>Restrictions of every shape, and texts that are nearly filters.</summary>
internal static class RandomRestriction
{
    private static readonly string[] TextProperties =
    [
        "Subject", "From", "Categories", "Body", "future:Thing", "contacts:EmailAddress:EmailAddress1",
        "PublicStrings/Key words:StringArray", "{00020329-0000-0000-C000-000000000046}:'1]':String",
    ];

    private static readonly string[] Pieces =
    [
        "Subject", "Size", "IsRead", "DateTimeReceived", "-eq", "-like", "-in", "-band", "-exists", "-and", "-or",
        "-not", "(", ")", ",", "'a'", "'", "\"", "[", "]", "5MB", "$null", "$true", "*", "0x0E08:Integer", "Common/",
        "-", "2026-01-01", "`", "!", "@(",
    ];

    private static readonly Gen<string> Text =
        ArbMap.Default.ArbFor<NonNull<string>>().Generator.Select(text => text.Get)
            .Where(text => text.All(c => XmlConvert.IsXmlChar(c)));

    private static readonly Gen<EwsRestriction> Test = Gen.OneOf(
        Property(TextProperties).SelectMany(
            _ => Text,
            (property, value) => (EwsRestriction)new EwsComparisonRestriction(
                property, EwsComparisonOperator.IsNotEqualTo, value)),
        Property("Size", "0x0E08:Integer", "Common/0x8510:Long").SelectMany(
            _ => Gen.Zip(
                Gen.Choose(int.MinValue, int.MaxValue), Gen.Elements(Enum.GetValues<EwsComparisonOperator>())),
            (property, pair) => (EwsRestriction)new EwsComparisonRestriction(property, pair.Item2, pair.Item1)),
        Property("DateTimeReceived", "0x0E06:SystemTime").SelectMany(
            _ => Gen.Choose(0, int.MaxValue),
            (property, ticks) => (EwsRestriction)new EwsComparisonRestriction(
                property, EwsComparisonOperator.IsLessThan, DateTimeOffset.UnixEpoch.AddSeconds(ticks / 7.0))),
        Property("task:PercentComplete", "0x0E0A:Double").SelectMany(
            _ => ArbMap.Default.ArbFor<NormalFloat>().Generator,
            (property, number) => (EwsRestriction)new EwsComparisonRestriction(
                property, EwsComparisonOperator.IsGreaterThan, number.Get)),
        Gen.Elements("Normal", "High").Select(word => (EwsRestriction)new EwsComparisonRestriction(
            EwsPropertyPath.Parse("Importance"), EwsComparisonOperator.IsEqualTo, word)),
        Gen.Constant((EwsRestriction)new EwsComparisonRestriction(
            EwsPropertyPath.Parse("LastModifiedTime"), EwsComparisonOperator.IsGreaterThan, null,
            EwsPropertyPath.Parse("DateTimeReceived"))),
        Property(TextProperties).SelectMany(
            _ => Gen.Zip(
                Text.Where(text => text.Length > 0), Gen.Elements(Enum.GetValues<EwsContainmentMode>())),
            (property, parts) => (EwsRestriction)new EwsContainsRestriction(
                property, parts.Item1, parts.Item2, isCaseSensitive: parts.Item1.Length % 2 == 0)),
        Property("0x0E07:Integer").SelectMany(
            _ => Gen.Choose(int.MinValue, int.MaxValue),
            (property, mask) => (EwsRestriction)new EwsBitmaskRestriction(property, mask)),
        Property("Attachments", "Subject").Select(property => (EwsRestriction)new EwsExistsRestriction(property)));

    /// <summary>Trees of up to some twenty nodes.</summary>
    public static Gen<EwsRestriction> Any { get; } = Gen.Sized(size => Tree(Math.Min(size, 16)));

    /// <summary>Pieces of filters in any order.</summary>
    public static Gen<string> Broken { get; } =
        Gen.ArrayOf(Gen.Elements(Pieces)).Select(pieces => string.Join(" ", pieces));

    private static Gen<EwsPropertyPath> Property(params string[] names) =>
        Gen.Elements(names).Select(EwsPropertyPath.Parse);

    private static Gen<EwsRestriction> Tree(int size) => size < 2
        ? Test
        : Gen.OneOf(
            Test,
            Tree(size - 1).Select(inner => inner.Negate()),
            Tree(size / 2).Three().Select(three => EwsRestriction.All(three.Item1, three.Item2, three.Item3)),
            Tree(size / 2).Two().Select(two => EwsRestriction.Any(two.Item1, two.Item2)));
}
