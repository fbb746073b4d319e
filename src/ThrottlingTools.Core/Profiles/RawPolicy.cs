using System;
using System.Collections.Generic;

namespace ThrottlingTools.Profiles;

/// <summary>A policy as it was found: names and values in their order, before anything is understood.</summary>
public sealed class RawPolicy
{
    private readonly List<RawSetting> _settings = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes an empty one.</summary>
    /// <param name="origin">Where it was found, for messages and sources: a path, or what kind of object.</param>
    public RawPolicy(string origin) => Origin = origin;

    /// <summary>Where it was found.</summary>
    public string Origin { get; }

    /// <summary>
    /// Whether an unknown name is an error (a file that people write) or is kept (what a server printed).
    /// </summary>
    public bool IsStrict { get; set; }

    /// <summary>What was found, in order.</summary>
    public IReadOnlyList<RawSetting> Settings => _settings;

    /// <summary>Adds a name and its value.</summary>
    /// <param name="name">The name as found.</param>
    /// <param name="value">The value as found.</param>
    /// <param name="line">The line it stands on, from 1; 0 where there are no lines.</param>
    /// <param name="isAdditional">Whether it stands where unknown names are kept.</param>
    /// <param name="source">How the value is known, where the file tells.</param>
    /// <exception cref="ThrottlingToolsException">The name stands there already.</exception>
    public void Add(string name, object? value, int line = 0, bool isAdditional = false, SettingSource? source = null)
    {
        RawSetting setting = new(name, value, line, isAdditional, source);
        if (!_names.Add(name))
            throw Errors.DuplicateKey(name, Where(setting));
        _settings.Add(setting);
    }

    /// <summary>The value of a name; <c>null</c> if it is not there.</summary>
    /// <param name="name">The name, in any casing.</param>
    public object? this[string name] =>
        _settings.Find(setting => StringComparer.OrdinalIgnoreCase.Equals(setting.Name, name))?.Value;

    /// <summary>Whether the name is there.</summary>
    /// <param name="name">The name, in any casing.</param>
    public bool Has(string name) => _names.Contains(name);

    /// <summary>Origin and line of a setting, for messages.</summary>
    /// <param name="setting">The setting.</param>
    public string Where(RawSetting setting) => setting.Line == 0 ? Origin : $"{Origin}, line {setting.Line}";
}

/// <summary>One name and value as found.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="Line">The line, from 1; 0 where there are no lines.</param>
/// <param name="IsAdditional">Whether it stands where unknown names are kept.</param>
/// <param name="Source">How the value is known, where the file tells.</param>
public sealed record RawSetting(string Name, object? Value, int Line, bool IsAdditional, SettingSource? Source);
