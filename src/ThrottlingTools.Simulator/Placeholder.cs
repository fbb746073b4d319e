namespace ThrottlingTools.Simulator;

internal static class Placeholder
{
}
