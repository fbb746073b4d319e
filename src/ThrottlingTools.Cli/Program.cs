using System;
using ThrottlingTools.Cli;

return await CommandLineApplication.RunAsync(args, Console.Out, Console.Error);
