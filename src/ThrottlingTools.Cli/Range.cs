using System;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace ThrottlingTools.Cli;

/// <summary>What options accept.</summary>
internal static class Range
{
    /// <summary>Refuses other values, and text that is no value.</summary>
    /// <param name="option">The option.</param>
    /// <param name="isAccepted">Whether a value is accepted.</param>
    /// <param name="accepted">What is accepted, for the message.</param>
    public static void Require<T>(Option<T> option, Func<T?, bool> isAccepted, string accepted) =>
        option.Validators.Add(result =>
        {
            if (!IsAccepted(result, isAccepted))
                result.AddError($"{option.Name} takes {accepted}.");
        });

    // Reading text that is no number throws; the message then is the same.
    private static bool IsAccepted<T>(OptionResult result, Func<T?, bool> isAccepted)
    {
        try
        {
            return isAccepted(result.GetValueOrDefault<T>());
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
