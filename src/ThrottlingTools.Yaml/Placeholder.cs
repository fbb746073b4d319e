namespace ThrottlingTools.Yaml;

internal static class Placeholder
{
}
