using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ThrottlingTools.Simulator.Tests")]
[assembly: InternalsVisibleTo("ThrottlingTools.Paging.Tests")]
