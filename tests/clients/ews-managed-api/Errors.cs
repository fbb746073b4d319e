using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Exchange.WebServices.Data;
using Task = System.Threading.Tasks.Task;
using static ThrottlingTools.Clients.ManagedApi.Referee;

namespace ThrottlingTools.Clients.ManagedApi;

/// <summary>Is refused, and waits as long as ErrorServerBusy tells.</summary>
internal sealed class Errors(ExchangeService service, ExchangeService busy)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private int _refused;
    private TimeSpan _waited;

    public IReadOnlyList<(string Name, Func<Task<string>> Run)> Steps =>
        [("refusals", RefusalsAsync), ("back-off", BackOffAsync)];

    /// <summary>That a call fails so.</summary>
    public static async Task FailAsync(Func<Task> call, ServiceError error)
    {
        try
        {
            await call();
        }
        catch (ServiceResponseException exception)
        {
            Check(exception.ErrorCode == error, $"the error is {error}, not {exception.ErrorCode}");
            return;
        }
        Check(false, $"the call fails with {error}");
    }

    private async Task<string> RefusalsAsync()
    {
        await FailAsync(() => Item.Bind(service, new ItemId("AAMk")), ServiceError.ErrorInvalidIdMalformed);
        ExchangeService wrong = new(service.RequestedServerVersion)
        {
            Url = service.Url, Credentials = new WebCredentials("eve", "wrong"),
        };
        try
        {
            await Folder.Bind(wrong, WellKnownFolderName.Inbox);
            Check(false, "a wrong password is refused");
        }
        catch (ServiceRequestException exception)
        {
            Check(exception.Message.Contains("401"), "with HTTP 401");
        }
        return "an id that is none, a wrong password";
    }

    private async Task<string> BackOffAsync()
    {
        FindItemsResults<Item> found = await WaitingAsync(() =>
            busy.FindItems(WellKnownFolderName.Inbox, new ItemView(20)));
        int read = 0;
        foreach (ItemId[] batch in found.Items.Select(item => item.Id).Chunk(2))
        {
            ServiceResponseCollection<GetItemResponse> got = await WaitingAsync(() =>
                busy.BindToItems(batch, new PropertySet(BasePropertySet.FirstClassProperties)));
            read += got.Count(one => one.Result == ServiceResult.Success);
        }
        Check(read == 20, $"20 items are read, not {read}");
        Check(_refused > 0, "some calls are refused");
        return $"{read} items read; refused {_refused} times, waited {_waited.TotalSeconds:F1} s as told";
    }

    private async Task<T> WaitingAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            TimeSpan hint;
            try
            {
                return await call();
            }
            catch (ServerBusyException exception)
            {
                hint = TimeSpan.FromMilliseconds(exception.BackOffMilliseconds);
            }
            _refused++;
            _waited += hint;
            Check(hint > TimeSpan.Zero && _waited < MaxWait, $"the hint of {hint} is a wait that ends");
            await Task.Delay(hint);
        }
    }
}
