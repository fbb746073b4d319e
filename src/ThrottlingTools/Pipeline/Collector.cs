using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace ThrottlingTools.Pipeline;

/// <summary>
/// Finds what keeps objects back that a cmdlet has handed on, so that they are lost when the run ends early though its
/// checkpoint counts them.
/// </summary>
internal static class Collector
{
    private const string OutBuffer = "OutBuffer";

    /// <summary>What keeps the cmdlet's objects back, in words; <c>null</c> where nothing is seen.</summary>
    /// <remarks>It sees the statement that calls the cmdlet, not what a function around it does.</remarks>
    public static string? Find(PSCmdlet cmdlet)
    {
        if (cmdlet.MyInvocation.BoundParameters.ContainsKey(OutBuffer))
            return "-OutBuffer";
        IScriptExtent? statement = Runspace.DefaultRunspace?.Debugger.GetCallStack().FirstOrDefault()?.Position;
        if (statement is null)
            return null;
        ScriptBlockAst script = Parser.ParseInput(statement.Text, out _, out _);
        CommandAst? command = script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true)
            .Cast<CommandAst>().FirstOrDefault(one => one.GetCommandName() == cmdlet.MyInvocation.InvocationName);
        if (command?.Parent is not PipelineAst pipeline)
            return null;
        return pipeline.PipelineElements.SkipWhile(element => element != command).OfType<CommandAst>()
                .Select(element => Of(element, cmdlet)).FirstOrDefault(found => found is not null)
            ?? (pipeline.Parent is AssignmentStatementAst assignment ? $"the variable {assignment.Left}"
                : pipeline.Parent is ParenExpressionAst || IsInParentheses(statement) ? "the parentheses around it"
                : null);
    }

    private static string? Of(CommandAst command, PSCmdlet cmdlet)
    {
        if (Has(command, OutBuffer, "ob"))
            return "-OutBuffer";
        string? name = command.GetCommandName();
        string? full = name is null ? null
            : cmdlet.InvokeCommand.GetCommand(name, CommandTypes.Alias) is AliasInfo alias ? alias.Definition
            : name;
        return full is "Sort-Object" or "Group-Object"
            || (full == "Select-Object" && (Has(command, "Last") || Has(command, "SkipLast")))
                ? full
                : null;
    }

    private static bool Has(CommandAst command, params string[] names) => command.CommandElements
        .OfType<CommandParameterAst>().Any(parameter => names.Contains(
            parameter.ParameterName, StringComparer.OrdinalIgnoreCase));

    // A statement in parentheses is called on its own.
    private static bool IsInParentheses(IScriptExtent statement)
    {
        string line = statement.StartScriptPosition.Line ?? "";
        int before = Math.Min(statement.StartColumnNumber - 1, line.Length);
        return line.Substring(0, Math.Max(before, 0)).TrimEnd().EndsWith("(", StringComparison.Ordinal);
    }
}
