# Reads a folder with Invoke-EwsPagedFind; prints how many items came, the processor seconds of the process, the
# seconds, and by how many megabytes the working set grew while it was paged.
param([string] $Manifest)
Import-Module $Manifest
$password = ConvertTo-SecureString any -AsPlainText -Force
$find = @{
    Uri = $env:EWS_URI; Credential = [pscredential]::new($env:EWS_USER, $password)
    Property = 'Subject', 'DateTimeReceived'; PageSize = 1000
}
$process = [Diagnostics.Process]::GetCurrentProcess()
if ($env:EWS_WARM_UP) {
    $null = Invoke-EwsPagedFind @find | Select-Object -First $env:EWS_WARM_UP
}
$before = $process.WorkingSet64
$watch = [Diagnostics.Stopwatch]::StartNew()
$count = (Invoke-EwsPagedFind @find | Measure-Object).Count
$process.Refresh()
$figures = $count, $process.TotalProcessorTime.TotalSeconds, $watch.Elapsed.TotalSeconds,
    (($process.PeakWorkingSet64 - $before) / 1MB)
[string]::Join(' ', $figures.ForEach{ [string]::Format([cultureinfo]::InvariantCulture, '{0}', $_) })
