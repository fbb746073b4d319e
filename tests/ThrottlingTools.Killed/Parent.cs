using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Killed;

/// <summary>
/// The process that is to kill this one, at the other end of standard input and output: it is the server, and hears of
/// every result.
/// </summary>
internal sealed class Parent : IEwsTransport
{
    private readonly BinaryReader _input = new(Console.OpenStandardInput(), Encoding.UTF8);
    private readonly BinaryWriter _output = new(Console.OpenStandardOutput(), Encoding.UTF8);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<EwsHttpResponse>> _asked = [];
    private readonly SemaphoreSlim _heard = new(0);
    private int _count;

    /// <summary>Hears what the parent says until it is gone.</summary>
    public void Listen() => new Thread(() =>
    {
        while (true)
        {
            int number = _input.ReadInt32();
            if (number == 0)
            {
                _heard.Release();
                continue;
            }
            int status = _input.ReadInt32();
            byte[] body = _input.ReadBytes(_input.ReadInt32());
            _asked[number].SetResult(new EwsHttpResponse(
                status, new Dictionary<string, string>(), new MemoryStream(body)));
        }
    })
    { IsBackground = true }.Start();

    /// <inheritdoc/>
    public Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref _count);
        TaskCompletionSource<EwsHttpResponse> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[number] = answer;
        Write(number, request.Body);
        return answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Hands something over; when this returns, the parent has it.</summary>
    public void Tell(string line)
    {
        Write(0, Encoding.UTF8.GetBytes(line));
        _heard.Wait();
    }

    private void Write(int number, byte[] body)
    {
        lock (_output)
        {
            _output.Write(number);
            _output.Write(body.Length);
            _output.Write(body);
            _output.Flush();
        }
    }
}
