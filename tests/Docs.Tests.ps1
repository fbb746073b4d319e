BeforeDiscovery {
    $repository = Split-Path -Path $PSScriptRoot -Parent
    $named = foreach ($page in 'README.md', 'CONTRIBUTING.md', 'docs/architecture.md') {
        $text = Get-Content -LiteralPath "$repository/$page" -Raw
        $paths = [regex]::Matches($text, '`((?:src|tests|module|docs|\.config|\.github)/[\w./-]*)`')
        $links = [regex]::Matches($text, '\]\((?!https?:)([^)#]+)\)')
        foreach ($path in $paths.ForEach({ $_.Groups[1].Value })) { @{ Page = $page; Path = $path; From = '.' } }
        foreach ($link in $links.ForEach({ $_.Groups[1].Value })) {
            @{ Page = $page; Path = $link; From = (Split-Path $page -Parent) }
        }
    }
}

Describe 'The pages for people' {
    It '<Page> names what exists: <Path>' -ForEach ($named | Sort-Object { $_.Page + $_.Path } -Unique) {
        [IO.Path]::Combine((Split-Path -Path $PSScriptRoot -Parent), $From, $Path) | Should -Exist
    }
}
