using Fashion.Keras.Datasets;

namespace Fashion.Keras.Samples;

/// <summary>Sequences of token ids with a class, 0 or 1; id 0 fills up short ones.</summary>
internal sealed record Tokens(string Name, int Words, int Steps, int Epochs, ModelData Train, float[] TrainLabels, ModelData Test,
    float[] TestLabels)
{
    private const int MadeWords = 50, MadeSteps = 20, First = 2, Second = 3;

    /// <summary>The reviews of IMDB, the 5000 most frequent words, the last 100 of each; null where they cannot be had.</summary>
    public static Tokens? Reviews()
    {
        const int words = 5000, steps = 100;
        try
        {
            (SequenceDataset train, SequenceDataset test) = Imdb.Load(new SequenceOptions { NumWords = words });
            return new("IMDB", words, steps, 3, Utils.PadSequences(train.Sequences, steps), [.. train.Labels.Select(label => (float)label)],
                Utils.PadSequences(test.Sequences, steps), [.. test.Labels.Select(label => (float)label)]);
        }
        catch (DatasetUnavailableException e)
        {
            Console.WriteLine($"{e.Message.Split('\n')[0]}\nMade-up sequences take their place.\n");
            return null;
        }
    }

    /// <summary>Sequences of 8 to 20 ids in which two certain ids occur once: the class says which of them comes first.</summary>
    public static Tokens Make(int seed)
    {
        var random = new Random(seed);
        (int[] Ids, float Label)[] made = [.. Enumerable.Range(0, 1500).Select(_ => Next(random))];
        return new("made up", MadeWords, MadeSteps, 20, Padded(made[..1200]), Labels(made[..1200]), Padded(made[1200..]),
            Labels(made[1200..]));
    }

    private static (int[], float) Next(Random random)
    {
        int[] ids = [.. Enumerable.Range(0, random.Next(8, MadeSteps + 1)).Select(_ => random.Next(Second + 1, MadeWords))];
        int one = random.Next(ids.Length), other = (one + 1 + random.Next(ids.Length - 1)) % ids.Length;
        (ids[one], ids[other]) = (First, Second);
        return (ids, one < other ? 1 : 0);
    }

    private static ModelData Padded((int[] Ids, float Label)[] made) =>
        Utils.PadSequences([.. made.Select(m => m.Ids)], MadeSteps, padding: SequenceSide.Post);

    private static float[] Labels((int[] Ids, float Label)[] made) => [.. made.Select(m => m.Label)];
}
