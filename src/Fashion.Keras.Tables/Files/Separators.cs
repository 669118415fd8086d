namespace Fashion.Keras.Tables;

/// <summary>Finds out what separates the fields of a file.</summary>
internal static class Separators
{
    private const string Candidates = ",;\t|";

    /// <summary>The candidate that the first row has most of, outside of quotes; a comma where it has none.</summary>
    /// <param name="text">The file.</param>
    /// <param name="most">Most characters to look at.</param>
    public static char Guess(TextReader text, int most)
    {
        Span<int> counts = stackalloc int[Candidates.Length];
        bool quoted = false, any = false;
        for (int read = 0; read < most && text.Read() is >= 0 and int next; read++)
        {
            if (next is '\n' or '\r' && !quoted && any) break;
            any |= next is not ('\n' or '\r');
            if (next == '"') quoted = !quoted;
            else if (!quoted && Candidates.IndexOf((char)next) is >= 0 and int at) counts[at]++;
        }
        int best = 0;
        for (int i = 1; i < counts.Length; i++)
            if (counts[i] > counts[best]) best = i;
        return Candidates[best];
    }
}
