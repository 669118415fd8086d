namespace Fashion.Keras.Samples.Studies;

/// <summary>The attempts of the write-up, by their names there. What was called dropout-0.3 is the final model.</summary>
internal static class Attempts
{
    public static IReadOnlyList<Attempt> All { get; } =
    [
        new("tutorial", () => Models.Tutorial()) { Epochs = 5, Patience = null, Checkpoint = false },
        new("attempt1", () => Models.Tutorial()) { Patience = 4, Checkpoint = false },
        new("attempt2", () => Models.Tutorial()),
        new("attempt3", () => Models.TwoHidden(256, 128)),
        new("attempt4", Models.LargeStrided),
        new("attempt4-small", () => Models.SmallStrided()),
        new("attempt4-small-dropout", () => Models.SmallStrided(0.2)),
        new("patience5", () => Models.SmallStrided(0.2)) { Patience = 5 },
        new("dropout-0.5", () => Models.SmallStrided(0.5)),
        new("dropout-0.25", () => Models.Final(0.25)),
        new("final", () => Models.Final()),
        new("book", () => Models.Book()),
    ];
}
