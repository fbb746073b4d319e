BeforeAll {
    . $PSScriptRoot/common.ps1
    $policies = @(
        [pscustomobject]@{
            Name = 'Global'; ThrottlingPolicyScope = 'Global'
            EwsMaxConcurrency = 27; EwsMaxBurst = 300000; EwsRechargeRate = 900000
        }
        [pscustomobject]@{
            Name = 'Everyone'; ThrottlingPolicyScope = 'Organization'
            EwsMaxConcurrency = $null; EwsMaxBurst = 400000; EwsRechargeRate = $null
        }
        [pscustomobject]@{
            Name = 'Migration'; ThrottlingPolicyScope = 'Regular'
            EwsMaxConcurrency = 54; EwsMaxBurst = $null; EwsRechargeRate = $null
        }
    )
    # What Get-ThrottlingPolicyAssociation returns
    # (learn-ews-throttling, "Displaying the policies that apply to Exchange mailboxes").
    $association = [pscustomobject]@{
        RunspaceId = '72153d6-9dce-2fae-8dbd-5ca5f760g2df'; ObjectId = 'john'; ThrottlingPolicyId = ''; Name = 'john'
        Identity = 'FHXB-28178dom.contoso.com/Users/john'; IsValid = 'True'; NeedsToSuppressPii = 'False'
        ExchangeVersion = '0.10 (15.0.0.0)'; DistinguishedName = 'CN=john,CN=Users,DC=FHXB-28178dom,DC=contoso,DC=com'
        Guid = '2c10dab6-de28-1937-ad8g-535832613a08'
    }
}

Describe 'Get-EwsThrottlingProfileAssociation' {
    It 'shows with a blank id the default policy' {
        $result = $association | Get-EwsThrottlingProfileAssociation -Policy $policies
        $result.ThrottlingPolicyId | Should -BeNullOrEmpty
        $result.EffectiveProfile.Name | Should -Be Everyone
        $result.EffectiveProfile.EwsMaxConcurrency | Should -Be 27
        $result.EffectiveProfile.EwsMaxBurst | Should -Be 400000
    }

    It 'has the properties of Get-ThrottlingPolicyAssociation, in its order' {
        $result = $association | Get-EwsThrottlingProfileAssociation -Policy $policies
        $names = $result.PSObject.Properties.Name
        $names | Should -Be RunspaceId, ObjectId, ThrottlingPolicyId, Name, Identity, IsValid, NeedsToSuppressPii,
            ExchangeVersion, DistinguishedName, Guid, EffectiveProfile
        foreach ($name in $names | Where-Object { $_ -ne 'EffectiveProfile' }) {
            "$($result.$name)" | Should -Be $association.$name
        }
    }

    It 'takes each value from the narrowest scope that sets it, and says from which' {
        $result = Get-EwsThrottlingProfileAssociation john@contoso.com -ThrottlingPolicy Migration -Policy $policies
        $result.EffectiveProfile.EwsMaxConcurrency | Should -Be 54
        $result.EffectiveProfile.EwsMaxBurst | Should -Be 400000
        $result.EffectiveProfile.EwsRechargeRate | Should -Be 900000
        $sources = @{}
        $result.EffectiveProfile.Settings | ForEach-Object { $sources[$_.Name] = "$($_.Source)" }
        $sources.EwsMaxConcurrency | Should -Be 'Declared, Regular policy Migration'
        $sources.EwsMaxBurst | Should -Be 'Declared, Organization policy Everyone'
        $sources.EwsRechargeRate | Should -Be 'Declared, Global policy Global'
        $sources.EwsCutoffBalance | Should -BeLike 'Microsoft Q&A: *'
    }

    It 'reports a policy that is not given, and goes on' {
        $other = $association.PSObject.Copy()
        $other.ThrottlingPolicyId = 'Gone'
        $results = $other, $association |
            Get-EwsThrottlingProfileAssociation -Policy $policies -ErrorAction SilentlyContinue -ErrorVariable failure
        $results.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyNotGiven,*'
    }

    It 'takes policies from files and the catalogue' {
        New-ExampleFile $TestDrive
        $given = Get-EwsThrottlingProfileAssociation a -Policy "$TestDrive/policies.xml" -ThrottlingPolicy Migration
        $given.EffectiveProfile.EwsMaxConcurrency | Should -Be 54
        (Get-EwsThrottlingProfileAssociation a -Policy Exchange2010SP1).EffectiveProfile.EWSPercentTimeInCAS |
            Should -Be 90
    }

    It 'refuses policies of several releases' {
        { Get-EwsThrottlingProfileAssociation a -Policy Exchange2013, Exchange2010 } |
            Should -Throw -ErrorId 'MixedReleases,*'
    }

    It 'refuses what is no association' {
        { [pscustomobject]@{ Size = 5 } | Get-EwsThrottlingProfileAssociation -Policy Exchange2013 -ErrorAction Stop } |
            Should -Throw -ErrorId 'NotAnAssociation,*'
    }
}
