@{
    RootModule           = 'module/ThrottlingTools.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '6b0f4c1e-3d64-4b4e-9a55-0d8f2f0c7a19'
    Author               = 'The ThrottlingTools authors'
    CompanyName          = 'The ThrottlingTools authors'
    Copyright            = '(c) The ThrottlingTools authors. MIT License.'
    Description          = 'Read, model, simulate and probe how Microsoft Exchange throttles EWS callers.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FormatsToProcess     = @('module/ThrottlingTools.Format.ps1xml')
    TypesToProcess       = @()
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Compare-EwsThrottlingProfile'
        'Export-EwsCostModel'
        'Export-EwsThrottlingProfile'
        'Get-EwsThrottlingProfile'
        'Get-EwsThrottlingProfileAssociation'
        'Get-EwsThrottlingSimulator'
        'Invoke-EwsBatch'
        'Invoke-EwsPagedFind'
        'Invoke-EwsThrottlingModel'
        'New-EwsConnection'
        'New-EwsThrottlingProfile'
        'Resolve-EwsThrottlingError'
        'Start-EwsThrottlingSimulator'
        'Stop-EwsThrottlingSimulator'
        'Test-EwsBatchSize'
        'Test-EwsConcurrency'
        'Test-EwsMailboxBudget'
        'Test-EwsSendRate'
        'Test-EwsSubscription'
        'Test-EwsThrottlingProfile'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @(
                'Exchange', 'EWS', 'Throttling', 'Policy', 'Budget', 'Simulator',
                'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
