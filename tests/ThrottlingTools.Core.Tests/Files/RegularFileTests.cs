using System;
using System.Diagnostics;
using System.IO;
using ThrottlingTools.Ews;
using ThrottlingTools.Files;
using Xunit;

namespace ThrottlingTools.Core.Tests.Files;

public sealed class RegularFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/full")]
    [InlineData("/dev/null")]
    public void A_device_is_refused_also_behind_a_link(string device)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Devices have no paths of their own here.");
        string link = In("link.yaml");
        File.CreateSymbolicLink(link, device);

        Assert.All([device, link], IsRefused);
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_a_writer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "mkfifo is a command of Unix.");
        string pipe = In("pipe.yaml");
        using (Process make = Process.Start("mkfifo", [pipe]))
            make.WaitForExit();

        IsRefused(pipe);
    }

    [Fact]
    public void A_file_is_read_up_to_the_limit_and_no_further()
    {
        string path = In("policy.yaml");
        File.WriteAllText(path, new string('x', (int)PolicyFile.MaxBytes));
        Assert.Equal(PolicyFile.MaxBytes, PolicyFile.ReadText(path).Length);

        File.AppendAllText(path, "x");
        Assert.Equal("FileTooLarge", Id(() => PolicyFile.ReadText(path)));
    }

    [Fact]
    public void An_empty_file_and_one_of_which_the_system_tells_no_length_are_read()
    {
        string path = In("empty.yaml");
        File.WriteAllText(path, "");

        Assert.Equal("", PolicyFile.ReadText(path));
        if (OperatingSystem.IsLinux())
            Assert.NotEqual("", PolicyFile.ReadText("/proc/version"));
    }

    private static void IsRefused(string path)
    {
        Assert.Equal("FileUnreadable", Id(() => PolicyFile.ReadText(path)));
        Assert.Equal("FileUnreadable", Id(() => PolicyFile.CheckSize(path)));
        Assert.Equal("FileUnreadable", Id(() => BatchCheckpoint.Open(path)));
        Assert.Equal("FileUnreadable", Id(() => FindCheckpoint.Open(path, new Uri("https://mail.contoso.com"))));
        Assert.Equal("FileNotWritten", Id(() => AtomicFile.Write(path, overwrite: true, _ => { })));
    }

    private static string Id(Action action) => Assert.Throws<ThrottlingToolsException>(action).ErrorId;

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
