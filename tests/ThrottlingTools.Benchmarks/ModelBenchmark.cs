using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// How fast workloads are modelled: clients that read a folder, 2 ms of server time, 20 ms of network and 100 ms of
/// thinking. Runs take turns, and the fastest of each counts, so that what else the machine does falls on all alike.
/// </summary>
internal static class ModelBenchmark
{
    private const int Rounds = 5;
    private const int Million = 1_000_000;
    private const int SimPyRequests = 200_000;
    private const double LeastPerSecond = 5e6;
    private const double MostBytesPerRequest = 0.01;
    private const double MostForTenTimes = 11;
    private const double MostForManyOwners = 4;

    private static readonly ThrottlingProfile Exchange2016 = ProfileCatalogue.Get(ExchangeRelease.Exchange2016);

    /// <summary>Prints the figures; 1 when one is over its limit, 0 otherwise.</summary>
    public static int Run()
    {
        (string Name, WorkloadScenario Scenario, int Requests)[] cases =
        [
            ("1 mailbox, 10 threads, 1 M", Steady(Million, 10, 1), Million),
            ("1 mailbox, 10 threads, 10 M", Steady(10 * Million, 10, 1), 10 * Million),
            ("100 mailboxes, 10 threads", Steady(Million, 10, 100), Million),
            ("10,000 mailboxes, 10 threads", Steady(Million, 10, 10_000), Million),
            ("100,000 mailboxes, 10 threads", Steady(Million, 10, 100_000), Million),
            ("100,000 mailboxes, as many threads", Steady(Million, 100_000, 100_000), Million),
            ("1 mailbox in debt, 27 threads", Busy(Million), Million),
        ];
        double[] seconds = [.. cases.Select(_ => double.MaxValue)];
        for (int round = -1; round < Rounds; round++)
            for (int i = 0; i < cases.Length; i++)
                seconds[i] = Math.Min(seconds[i], round < 0 ? double.MaxValue : Time(cases[i].Scenario));

        Console.WriteLine($"Model, fastest of {Rounds}              | seconds | million requests a second");
        for (int i = 0; i < cases.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{cases[i].Name,-35} | {seconds[i],7:F3} | {cases[i].Requests / seconds[i] / 1e6,6:F2}"));
        double perSecond = 10 * Million / seconds[1];
        double bytes = (Allocated(2 * Million) - Allocated(Million)) / (double)Million;
        bool isGood = Report("requests a second in steady state", perSecond, LeastPerSecond, isLeast: true)
            & Report("bytes allocated a request", bytes, MostBytesPerRequest)
            & Report("times the cost for 10 times the requests", seconds[1] / seconds[0], MostForTenTimes)
            & Report("times the cost with 100,000 budgets instead of 100", seconds[4] / seconds[2], MostForManyOwners);
        CompareWithSimPy(seconds[1] / (10 * Million));
        return isGood ? 0 : 1;
    }

    private static bool Report(string name, double value, double limit, bool isLeast = false)
    {
        bool isGood = isLeast ? value >= limit : value <= limit;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{value:#,0.###} {name}; {(isLeast ? "at least" : "at most")} {limit:#,0.###} {(isGood ? "as asked" : "NOT REACHED")}."));
        return isGood;
    }

    private static WorkloadScenario Steady(int requests, int threads, int mailboxes) => new(Exchange2016,
    [
        new WorkloadClient
        {
            Threads = threads,
            Mailboxes = mailboxes,
            Impersonates = true,
            Requests = requests,
            Arrival = WorkloadArrival.Closed(TimeSpan.FromMilliseconds(100)),
            Operations = [Call(2)],
        },
    ]);

    private static WorkloadScenario Busy(int requests) => new(Exchange2016,
        [new WorkloadClient { Threads = 27, Requests = requests, Operations = [Call(2)] }]);

    private static WorkloadOperation Call(double milliseconds) => new(EwsOperation.GetFolder)
    {
        ServiceTime = new ServiceTime(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.Zero, TimeSpan.Zero),
        ItemSizeInBytes = 0,
    };

    private static double Time(WorkloadScenario scenario)
    {
        GC.Collect();
        long began = Stopwatch.GetTimestamp();
        WorkloadModel.Run(scenario);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static long Allocated(int requests)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        WorkloadModel.Run(Steady(requests, 10, 1));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The same model as a SimPy process a thread; its end and charge have to be the same.</summary>
    private static void CompareWithSimPy(double secondsPerRequest)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "simpy_model.py");
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, $"{SimPyRequests}"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            string[] answer = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            if (process.ExitCode != 0 || answer.Length < 4)
            {
                Console.WriteLine("SimPy: not measured, Debian's python3-simpy is not installed.");
                return;
            }
            double[] numbers = [.. answer.Skip(1).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            WorkloadResult ours = WorkloadModel.Run(Steady(SimPyRequests, 10, 1));
            bool isSame = Math.Abs(ours.Elapsed.TotalSeconds - numbers[1]) < 1e-3
                && Math.Abs(ours.Total.ChargedTime.TotalSeconds - numbers[2]) < 1e-3;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"SimPy {answer[0]}: {SimPyRequests / numbers[0] / 1e6:F3} million requests a second, "
                + $"{numbers[0] / SimPyRequests / secondsPerRequest:F0} times slower; "
                + $"{(isSame ? "same end and charge" : "NOT THE SAME RESULT")}."));
        }
        catch (Win32Exception)
        {
            Console.WriteLine("SimPy: not measured, there is no /usr/bin/python3.");
        }
    }
}
