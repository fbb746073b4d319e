using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;

namespace ThrottlingTools.Pipeline;

/// <summary>
/// What work off the pipeline thread writes to. Every member waits while the pipeline is behind, may be called from
/// any thread, and throws <see cref="System.OperationCanceledException"/> once the pipeline has stopped.
/// </summary>
public interface IPipelineSink
{
    /// <summary>Hands an object to the next command; a list goes as one object.</summary>
    /// <param name="value">The object.</param>
    void Write(object value);

    /// <summary>Hands objects to the next command one by one; a stop is heeded before each.</summary>
    /// <param name="values">The objects; not to be changed any more.</param>
    void WriteAll(IReadOnlyList<object> values);

    /// <summary>As <see cref="WriteAll"/>, but tells how many were handed on, also where a stop came between.</summary>
    /// <param name="values">The objects; not to be changed any more.</param>
    /// <returns>How many the next command has taken.</returns>
    Task<int> HandOnAsync(IReadOnlyList<object> values);

    /// <summary>Writes a line for <c>-Verbose</c>.</summary>
    /// <param name="message">The line. Never holds a secret.</param>
    void Verbose(string message);

    /// <summary>Shows a line to whoever sits before the screen; -InformationAction Ignore keeps it quiet.</summary>
    /// <param name="message">The line. Never holds a secret.</param>
    void Tell(string message);

    /// <summary>Writes a warning.</summary>
    /// <param name="message">The warning.</param>
    void Warning(string message);

    /// <summary>Shows how far the work is.</summary>
    /// <param name="record">The progress.</param>
    void Progress(ProgressRecord record);

    /// <summary>Writes a non-terminating error; the work goes on.</summary>
    /// <param name="error">The error.</param>
    void Error(ThrottlingToolsException error);
}
