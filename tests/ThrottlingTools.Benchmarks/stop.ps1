# How long a stopped cmdlet takes to return, in the states in which Ctrl+C meets it. Prints one line of JSON for each.
param([Parameter(Mandatory)] [string] $Manifest, [int] $Rounds = 20)

$ErrorActionPreference = 'Stop'
Import-Module $Manifest

function Measure-Stop([string] $State, $Simulator, [string] $Script, [scriptblock] $IsThere) {
    $times = foreach ($round in 1..$Rounds) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$Manifest'").Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddScript($Script).AddParameters(@{ Uri = $Simulator.Uri; Credential = $Simulator.Credential })
        $before = $Simulator.RequestCount
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $nothing = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $nothing.Complete()
        $running = $shell.BeginInvoke($nothing, $output)
        $waited = [Diagnostics.Stopwatch]::StartNew()
        while (-not (& $IsThere $shell $output ($Simulator.RequestCount - $before))) {
            if ($running.IsCompleted -or $waited.Elapsed.TotalSeconds -gt 60) {
                throw "'$State' was never reached. $($shell.Streams.Error)"
            }
            Start-Sleep -Milliseconds 5
        }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalMilliseconds
        $shell.Dispose()
    }
    $sorted = @($times | Sort-Object)
    @{ State = $State; Rounds = $Rounds; Median = $sorted[$Rounds / 2]; Longest = $sorted[-1] } |
        ConvertTo-Json -Compress
}

$find = 'param($Uri, $Credential) Invoke-EwsPagedFind -Uri $Uri -Credential $Credential -Verbose'

$slow = Start-EwsThrottlingSimulator Exchange2016 -NetworkLatency 00:01:00
Measure-Stop 'a request that takes a minute' $slow $find { param($shell, $output, $requests) $requests -gt 0 }
Stop-EwsThrottlingSimulator $slow

$limits = @{ EwsMaxBurst = 10; EwsCutoffBalance = 1; EwsRechargeRate = 3600 }
$locked = New-EwsThrottlingProfile Tight -BasedOn Exchange2016 @limits | Start-EwsThrottlingSimulator -ItemCount 1000
Measure-Stop 'a wait of five minutes' $locked $find {
    param($shell, $output, $requests) $shell.Streams.Verbose -like '*Waiting*'
}
Stop-EwsThrottlingSimulator $locked

$large = Start-EwsThrottlingSimulator Exchange2016 -ItemCount 1000000
Measure-Stop 'items that stream' $large $find { param($shell, $output, $requests) $output.Count -gt 500 }
Measure-Stop 'a next command that takes a minute' $large "$find | ForEach-Object { `$_; Start-Sleep 60 }" {
    param($shell, $output, $requests) $output.Count -gt 0
}
Stop-EwsThrottlingSimulator $large
