using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ThrottlingTools.Simulator.Tests")]
