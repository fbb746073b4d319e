using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Connections;

/// <summary>Completes the distinguished folder names of EWS.</summary>
public sealed class FolderNameCompleter : IArgumentCompleter
{
    private static readonly string[] Names =
    [
        "archivemsgfolderroot", "calendar", "contacts", "deleteditems", "drafts", "inbox", "journal", "junkemail",
        "msgfolderroot", "notes", "outbox", "publicfoldersroot", "recoverableitemsdeletions", "root", "searchfolders",
        "sentitems", "tasks",
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        ProfileNameCompleter.Matching(Names, wordToComplete).Select(name => new CompletionResult(name));
}
