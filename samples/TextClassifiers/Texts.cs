namespace Fashion.Keras.Samples;

/// <summary>
/// Texts in a small made-up language, as numbers of words: nothing is downloaded, and any program can make the same ones. Good and bad
/// words make a text good or bad; "not" turns the next one round, and what comes before a "but" does not count. One label in 25 is wrong,
/// so no model is right more often than about 0.96.
/// </summary>
internal sealed class Texts(ulong seed)
{
    /// <summary>Number of words, the padding (0) included.</summary>
    public const int Words = 1000;

    /// <summary>Words of the longest text.</summary>
    public const int Longest = 40;

    private const int Shortest = 12, Not = 1, But = 2, FirstGood = 3, Each = 40, FirstNeutral = FirstGood + 2 * Each;

    private ulong _state = seed;

    /// <summary>Texts, filled up with 0 at their ends, and 1 for the good ones.</summary>
    public (int[,] Texts, float[] Labels) Make(int count)
    {
        var texts = new int[count, Longest];
        var labels = new float[count];
        for (int n = 0; n < count; n++)
        {
            int score = 0;
            while (score == 0) score = Write(texts, n);
            labels[n] = Below(25) == 0 == score > 0 ? 0 : 1;
        }
        return (texts, labels);
    }

    private int Write(int[,] texts, int n)
    {
        int length = Shortest + Below(Longest - Shortest + 1), score = 0, before = 0;
        for (int i = 0; i < Longest; i++)
        {
            int word = i >= length ? 0 : Below(20) switch
            {
                < 4 => FirstGood + Below(2 * Each),
                < 7 => Not,
                7 => But,
                _ => FirstNeutral + Below(Words - FirstNeutral),
            };
            texts[n, i] = word;
            if (word == But) score = 0;
            if (word is >= FirstGood and < FirstNeutral) score += (word < FirstGood + Each) == (before != Not) ? 1 : -1;
            before = word;
        }
        return score;
    }

    // The upper half of a linear congruential generator, which is written in one line of any language.
    private int Below(int limit)
    {
        _state = unchecked(_state * 6364136223846793005 + 1442695040888963407);
        return (int)((_state >> 33) % (ulong)limit);
    }
}
