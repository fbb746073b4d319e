using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ThrottlingTools.Paging.Tests;

/// <summary>
/// Everything that was in the folders from start to end comes exactly once, whatever the seed draws: changes while they
/// are read, limits, faults, requests at a time, interruptions with resume.
/// </summary>
public sealed class ExactlyOnceTests
{
    private const int Seeds = 2400;

    [Fact]
    public void Every_item_that_stays_is_returned_exactly_once_for_every_seed()
    {
        ConcurrentBag<string> failures = [];

        Parallel.For(1, Seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            PagingCase drawn = PagingCase.Draw(seed);
            PagingRun? run = null;
            try
            {
                run = new PagingRun(drawn);
                run.Run();
            }
            catch (Exception exception)
            {
                string last = string.Join("\n    ", run?.Transcript.TakeLast(5) ?? []);
                failures.Add($"{drawn}\n  {exception.GetType().Name}: {exception.Message}\n    {last}");
            }
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} seeds failed:\n{string.Join('\n', failures.Take(8))}");
    }

    [Fact]
    public void A_run_is_the_same_every_time_for_the_same_seed()
    {
        for (int seed = 1; seed <= 25; seed++)
        {
            PagingRun first = new(PagingCase.Draw(seed));
            PagingRun second = new(PagingCase.Draw(seed));
            first.Run();
            second.Run();

            Assert.Equal(first.Transcript, second.Transcript);
        }
    }
}
