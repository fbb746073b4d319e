using System;
using System.Runtime.CompilerServices;

namespace ThrottlingTools.Ews;

/// <summary>Reads a time as Exchange writes it: in UTC, to the second, such as 2026-01-31T08:00:00Z.</summary>
internal static class PlainDate
{
    /// <summary>How many bytes it takes.</summary>
    internal const int Length = 20;

    /// <summary>Reads one; false if it is written in another way, or is none.</summary>
    [MethodImpl(PlainBytes.Hot)]
    internal static bool TryRead(byte[] bytes, int start, out DateTimeOffset date)
    {
        date = default;
        if (bytes[start + 4] != '-' || bytes[start + 7] != '-' || bytes[start + 10] != 'T'
            || bytes[start + 13] != ':' || bytes[start + 16] != ':' || bytes[start + 19] != 'Z')
            return false;
        int year = Number(bytes, start, 4);
        int month = Number(bytes, start + 5, 2);
        int day = Number(bytes, start + 8, 2);
        int hour = Number(bytes, start + 11, 2);
        int minute = Number(bytes, start + 14, 2);
        int second = Number(bytes, start + 17, 2);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return false;
        date = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    private static int Number(byte[] bytes, int start, int length)
    {
        int number = 0;
        for (int i = start; i < start + length; i++)
        {
            int digit = bytes[i] - '0';
            if (digit is < 0 or > 9)
                return -1;
            number = number * 10 + digit;
        }
        return number;
    }
}
