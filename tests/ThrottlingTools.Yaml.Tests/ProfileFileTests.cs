using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Yaml;

public sealed class ProfileFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("throttlingtools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Name: P\nEwsMaxConcurrency: 27\nEwsMaxBurst: Unlimited\nEwsRechargeRate:\n", ".yaml")]
    [InlineData(
        "{\"Name\": \"P\", \"EwsMaxConcurrency\": 27, \"EwsMaxBurst\": \"Unlimited\", \"EwsRechargeRate\": null}",
        ".json")]
    [InlineData(
        "{\"Name\":\"P\",\n\t\"EwsMaxConcurrency\":\"27\",\n"
        + "\t\"EwsMaxBurst\":{\"IsUnlimited\":true},\"EwsRechargeRate\":\"\"}",
        ".json")]
    [InlineData(
        "[{\"Name\":\"P\",\"EwsMaxConcurrency\":{\"IsUnlimited\":false,\"Value\":27},\"EwsMaxBurst\":\"unlimited\"}]",
        ".json")]
    public void It_reads_what_people_write_and_what_PowerShell_writes(string text, string ending)
    {
        ThrottlingProfile profile = ProfileBinder.Bind(Assert.Single(ProfileFile.Read(Write(text, ending))));

        Assert.Equal("P", profile.Name);
        Assert.Equal(27, profile.Limit("EwsMaxConcurrency"));
        Assert.Equal(Unlimited.UnlimitedValue, profile.Limit("EwsMaxBurst"));
        Assert.Null(profile.Limit("EwsRechargeRate"));
    }

    [Theory]
    [InlineData(".yaml")]
    [InlineData(".json")]
    public void Every_profile_of_the_catalogue_comes_back_equal_with_its_sources(string ending)
    {
        ThrottlingProfile[] catalogue = Enum.GetValues<ExchangeRelease>().Select(ProfileCatalogue.Get).ToArray();
        string path = Path.Combine(_folder, "all" + ending);

        ProfileFileWriter.Write(path, catalogue, overwrite: false);
        ThrottlingProfile[] read = ProfileFile.Read(path).Select(raw => ProfileBinder.Bind(raw)).ToArray();

        Assert.Equal(catalogue, read);
        foreach ((ThrottlingProfile before, ThrottlingProfile after) in catalogue.Zip(read))
        {
            Assert.Equal(
                before.Settings.Where(s => s.Source.Kind != ValueSource.Declared).Select(s => s.Source),
                after.Settings.Where(s => s.Source.Kind != ValueSource.Declared).Select(s => s.Source));
        }
    }

    [Theory]
    [InlineData(".yaml")]
    [InlineData(".json")]
    public void Names_and_properties_that_look_like_something_else_come_back_as_they_were(string ending)
    {
        string[] names =
        [
            "null", "true", "123", "1.10", "a: b # c", "\"quoted\"", "日本 \t\\ end", "- x", "Unlimited",
        ];
        foreach (string name in names)
        {
            ThrottlingProfile profile = new(name, ExchangeRelease.Exchange2013,
                ProfileCatalogue.Get(ExchangeRelease.Exchange2013).With(name,
                [
                    Declared("Name", name),
                    Declared("Strange name", "7"),
                    Declared("Number", 7L),
                    Declared("Flag", true),
                ]).Settings);
            string path = Path.Combine(_folder, "one" + ending);

            ProfileFileWriter.Write(path, [profile], overwrite: true);

            Assert.Equal(profile, ProfileBinder.Bind(Assert.Single(ProfileFile.Read(path))));
        }
    }

    [Theory]
    [InlineData("Name: P\nEwsMaxBurts: 5\n", ".yaml", "UnknownKey", "line 2: 'EwsMaxBurts'")]
    [InlineData("Name: P\nEwsMaxBurst: -5\n", ".yaml", "InvalidSetting", "line 2: EwsMaxBurst: '-5'")]
    [InlineData("Name: P\nEwsMaxBurst: 99999999999\n", ".yaml", "InvalidSetting", "line 2: EwsMaxBurst")]
    [InlineData("Name: P\nEwsMaxBurst: five\n", ".yaml", "InvalidSetting", "line 2: EwsMaxBurst: 'five'")]
    [InlineData("Name: P\nEwsMaxBurst: 5\newsmaxburst: 6\n", ".yaml", "DuplicateKey", "line 3: 'ewsmaxburst'")]
    [InlineData("{\"Name\":\"P\",\n\"EwsMaxBurst\":1,\n\"EwsMaxBurst\":2}", ".json",
        "DuplicateKey", "line 3: 'EwsMaxBurst'")]
    [InlineData("Name: !!str P\nEwsMaxBurst: 5\n", ".yaml",
        "MalformedFile", "line 1: not valid YAML: tags and anchors")]
    [InlineData("Name: P\nA: &a [x, x]\nB: &b [*a, *a]\n", ".yaml",
        "MalformedFile", "line 2: not valid YAML: tags and anchors")]
    [InlineData("Name: *a\n", ".yaml", "MalformedFile", "line 1: not valid YAML: aliases")]
    [InlineData("{\"Name\": \"P\",\n \"EwsMaxBurst\": 5", ".json", "MalformedFile", "line 3: not valid JSON")]
    [InlineData("Name: P\nEwsMaxBurst: 5\n", ".json", "MalformedFile", "line 1: not valid JSON")]
    [InlineData("{'Name': 'P'}", ".json", "MalformedFile", "line 1: not valid JSON")]
    [InlineData("MZ\0\u0001\u0002\u0003", ".yaml", "MalformedFile", "not valid text: this is a binary file")]
    [InlineData("just text", ".yaml", "NotAThrottlingPolicy", "line 1: this is no throttling policy")]
    [InlineData("", ".json", "NotAThrottlingPolicy", "this is no throttling policy")]
    [InlineData("Name: P\nRelease: Exchange2007\nEwsMaxBurst: 5\n", ".yaml",
        "InvalidSetting", "line 2: Release: 'Exchange2007'")]
    [InlineData("EwsMaxBurst: 5\n", ".yaml", "InvalidSetting", "Name: ''")]
    [InlineData("Name: P\nEwsMaxBurst: 5\nSources:\n  EwsMaxBurst: rumour\n", ".yaml",
        "InvalidSetting", "line 4: Sources.EwsMaxBurst")]
    public void Bad_files_are_refused_with_file_line_and_key(string text, string ending, string errorId, string message)
    {
        string path = Write(text, ending);

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => ProfileFile.Read(path).Select(raw => ProfileBinder.Bind(raw)).ToArray());

        Assert.Equal(errorId, error.ErrorId);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        string path = Write("Name: " + new string('[', 100_000), ".yaml");

        Assert.Equal("MalformedFile", Assert.Throws<ThrottlingToolsException>(() => ProfileFile.Read(path)).ErrorId);
    }

    [Fact]
    public void A_file_of_100_MB_is_refused_unread()
    {
        string path = Path.Combine(_folder, "huge.yaml");
        using (FileStream file = File.Create(path))
            file.SetLength(100L * 1024 * 1024);

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => ProfileFile.Read(path));

        Assert.Equal("FileTooLarge", error.ErrorId);
        Assert.Contains("104,857,600 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_error_that_names_it()
    {
        string path = Path.Combine(_folder, "missing.yaml");

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => ProfileFile.Read(path));

        Assert.Equal("FileUnreadable", error.ErrorId);
        Assert.Equal(ErrorKind.ObjectNotFound, error.Kind);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_file_is_replaced_only_on_request_and_nothing_is_left_behind()
    {
        string path = Write("old", ".yaml");
        IReadOnlyList<ThrottlingProfile> profiles = [ProfileCatalogue.Get(ExchangeRelease.Exchange2013)];

        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => ProfileFileWriter.Write(path, profiles, overwrite: false));
        Assert.Equal("FileExists", error.ErrorId);
        Assert.Equal("old", File.ReadAllText(path));

        ProfileFileWriter.Write(path, profiles, overwrite: true);
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Single(ProfileFile.Read(path));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_an_error_and_is_not_made()
    {
        string path = Path.Combine(_folder, "none", "p.yaml");

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => ProfileFileWriter.Write(
            path, [ProfileCatalogue.Get(ExchangeRelease.Exchange2013)], overwrite: false));

        Assert.Equal("FileNotWritten", error.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private static ThrottlingSetting Declared(string name, object value) =>
        new(name, value, SettingSource.Declared("test"), PolicyParameterTable.Find(name));

    private string Write(string text, string ending)
    {
        string path = Path.Combine(_folder, "policy" + ending);
        File.WriteAllText(path, text);
        return path;
    }
}
