using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Profiles;

/// <summary>
/// Makes profiles of what people pass where a profile is asked for: a profile, a catalogue name, a path, a policy
/// object
/// (live, or deserialised with its values as text), a hashtable.
/// </summary>
internal sealed class ProfileInput(PSCmdlet cmdlet)
{
    /// <summary>The one profile that an argument stands for.</summary>
    /// <exception cref="ThrottlingToolsException">It stands for none, or for several.</exception>
    public ThrottlingProfile One(object argument)
    {
        IReadOnlyList<ThrottlingProfile> profiles = Many(argument);
        return profiles.Count == 1
            ? profiles[0]
            : throw Errors.InvalidSetting(
                "Profile", argument, "one profile; this holds " + string.Join(", ", profiles), null);
    }

    /// <summary>All profiles that arguments stand for.</summary>
    public IEnumerable<ThrottlingProfile> Many(IEnumerable<ProfileArgument> arguments) =>
        arguments.SelectMany(argument => Many(argument.Value));

    /// <summary>All profiles that an argument stands for.</summary>
    public IReadOnlyList<ThrottlingProfile> Many(object argument, ExchangeRelease? release = null)
    {
        object value = Unwrap(argument) ?? throw Errors.NotAPolicy(null, null);
        return value switch
        {
            ThrottlingProfile profile => [profile],
            FileInfo file => new ProfileReader(cmdlet).Read(file.FullName, release),
            string text when ProfileReader.IsPolicyFile(text) => FromFile(text, release),
            string name => [ProfileCatalogue.Get(name)],
            _ => [Bind(argument, "the policy object", release)],
        };
    }

    /// <summary>Makes a profile of an object's properties.</summary>
    public static ThrottlingProfile Bind(object policy, string origin, ExchangeRelease? release)
    {
        RawPolicy raw = new(origin);
        if (Unwrap(policy) is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
                raw.Add(entry.Key.ToString()!, Plain(entry.Value));
        }
        else
        {
            foreach (PSPropertyInfo property in PSObject.AsPSObject(policy).Properties)
                raw.Add(property.Name, Plain(ValueOf(property, origin)));
        }
        return ProfileBinder.Bind(raw, release);
    }

    private static object? ValueOf(PSPropertyInfo property, string origin)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException cause)
        {
            throw Errors.InvalidSetting(property.Name, cause.Message, "a property that can be read", origin);
        }
    }

    // ConvertTo-Json writes Exchange's limits as objects with IsUnlimited and Value; ConvertFrom-Json reads them so.
    private static object? Plain(object? value)
    {
        if (value is not PSObject wrapped)
            return value;
        if (wrapped.BaseObject is not PSCustomObject)
            return wrapped.BaseObject;
        return wrapped.Properties["IsUnlimited"]?.Value is bool isUnlimited
            ? isUnlimited ? Unlimited.UnlimitedString : wrapped.Properties["Value"]?.Value
            : wrapped.ToString();
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private IReadOnlyList<ThrottlingProfile> FromFile(string path, ExchangeRelease? release) =>
        new ProfileReader(cmdlet).Read(cmdlet.FullPath(path), release);
}
