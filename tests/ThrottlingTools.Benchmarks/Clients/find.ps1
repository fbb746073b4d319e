# Reads a folder with Invoke-EwsPagedFind; prints how many items came, the processor seconds and the seconds that it
# took, the processor seconds before, and by how many megabytes the working set grew.
param([string] $Manifest)
Import-Module $Manifest
$password = ConvertTo-SecureString any -AsPlainText -Force
$find = @{
    Uri = $env:EWS_URI; Credential = [pscredential]::new($env:EWS_USER, $password)
    Property = 'Subject', 'DateTimeReceived'; PageSize = 1000; ThrottleLimit = 1
}
$process = [Diagnostics.Process]::GetCurrentProcess()
if ($env:EWS_WARM_UP) {
    $null = Invoke-EwsPagedFind @find | Select-Object -First $env:EWS_WARM_UP
}
$process.Refresh()
$workingSet, $before = $process.WorkingSet64, $process.TotalProcessorTime.TotalSeconds
$watch = [Diagnostics.Stopwatch]::StartNew()
$count = (Invoke-EwsPagedFind @find | Measure-Object).Count
$process.Refresh()
$figures = $count, ($process.TotalProcessorTime.TotalSeconds - $before), $watch.Elapsed.TotalSeconds, $before,
    (($process.PeakWorkingSet64 - $workingSet) / 1MB)
[string]::Join(' ', $figures.ForEach{ [string]::Format([cultureinfo]::InvariantCulture, '{0}', $_) })
