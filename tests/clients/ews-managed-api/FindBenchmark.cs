using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Exchange.WebServices.Data;
using Task = System.Threading.Tasks.Task;

namespace ThrottlingTools.Clients.ManagedApi;

/// <summary>
/// Reads a folder for the client benchmark; prints how many items came, the processor seconds and the seconds that it
/// took, and the processor seconds before.
/// </summary>
internal static class FindBenchmark
{
    public static async Task RunAsync()
    {
        ExchangeService service = new(ExchangeVersion.Exchange2013_SP1)
        {
            Url = new Uri(Environment.GetEnvironmentVariable("EWS_URI")!),
            Credentials = new WebCredentials(Environment.GetEnvironmentVariable("EWS_USER"), "any"),
        };
        double before = ProcessorSeconds();
        long began = Stopwatch.GetTimestamp();
        int count = await ReadAsync(service);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{count} {ProcessorSeconds() - before} {seconds} {before}"));
    }

    private static async Task<int> ReadAsync(ExchangeService service)
    {
        ItemView view = new(1000)
        {
            PropertySet = new PropertySet(
                BasePropertySet.IdOnly, ItemSchema.Subject, ItemSchema.DateTimeReceived),
        };
        FindItemsResults<Item> found;
        int count = 0;
        do
        {
            found = await service.FindItems(WellKnownFolderName.Inbox, view);
            count += found.Count(item =>
                item.Id.UniqueId is not null && item.Subject is not null && item.DateTimeReceived > default(DateTime));
            view.Offset = found.NextPageOffset ?? 0;
        }
        while (found.MoreAvailable);
        return count;
    }

    private static double ProcessorSeconds() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
}
