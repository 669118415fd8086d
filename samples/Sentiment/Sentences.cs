namespace Fashion.Keras.Samples;

/// <summary>
/// Short labelled sentences about films, made from templates: praise, blame, and either with a "not" that turns it round.
/// </summary>
internal static class Sentences
{
    private static readonly string[] Things = ["film", "plot", "music", "cast", "ending", "story", "camera work", "dialogue"];
    private static readonly string[] Good = ["wonderful", "touching", "funny", "brilliant", "gripping", "lovely", "clever", "beautiful"];
    private static readonly string[] Bad = ["dull", "boring", "awful", "silly", "tedious", "clumsy", "bleak", "annoying"];
    private static readonly string[] Said = ["I thought", "My friends said", "Everybody felt", "To me it seemed that", "We agreed that"];
    private static readonly string[] Ends = ["", " from start to end", ", as always", ", to be honest", " this time"];

    /// <summary>Sentences with 1 for praise and 0 for blame, half and half, in random order.</summary>
    public static (string[] Texts, float[] Labels) Make(int count, int seed)
    {
        var random = new Random(seed);
        (string Text, float Label)[] made = [.. Enumerable.Range(0, count).Select(i => Sentence(random, i % 2))];
        random.Shuffle(made);
        return ([.. made.Select(m => m.Text)], [.. made.Select(m => m.Label)]);
    }

    private static (string, float) Sentence(Random random, int label)
    {
        bool turned = random.Next(4) == 0;
        string[] words = label == 1 != turned ? Good : Bad;
        string thing = Of(Things), first = Of(words), second = Of(words), end = Of(Ends);
        string text = (random.Next(4), turned) switch
        {
            (0, false) => $"What a {first} {thing}{end}!",
            (1, false) => $"{Of(Said)} the {thing} was {first} and {second}{end}.",
            (_, false) => $"The {thing} was {first}, and the {Of(Things)} {second}{end}.",
            (0, true) => $"Not a {first} minute{end}.",
            (1, true) => $"{Of(Said)} the {thing} was not {first} at all{end}.",
            _ => $"The {thing} was not {first}{end}.",
        };
        return (text, label);

        string Of(string[] from) => from[random.Next(from.Length)];
    }
}
