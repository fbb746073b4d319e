using System;
using System.Management.Automation;

namespace ThrottlingTools.Pipeline;

/// <summary>Makes PowerShell's error records, all of them, from the project's errors.</summary>
internal static class ErrorRecordFactory
{
    /// <summary>The record of an error. PowerShell adds the cmdlet's class to the id.</summary>
    public static ErrorRecord Create(ThrottlingToolsException error)
    {
        ErrorCategory category = (ErrorCategory)Enum.Parse(typeof(ErrorCategory), error.Kind.ToString());
        return new ErrorRecord(error, error.ErrorId, category, error.Target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.RecommendedAction },
        };
    }
}
