namespace Fashion.Keras.Training;

/// <summary>A number that must be the same on all ranks.</summary>
/// <param name="Name">What it is, for the message.</param>
/// <param name="Value">The number here; NaN for none.</param>
/// <param name="IsCode">Whether the number stands for a text, so that it says nothing to a reader.</param>
internal readonly record struct RankFact(string Name, double Value, bool IsCode = false)
{
    /// <summary>What is sent for no number: NaN is not equal to itself.</summary>
    public const double None = double.MinValue;

    /// <summary>The number as it is sent to the other ranks.</summary>
    public double Sent => double.IsNaN(Value) ? None : Value;

    public static implicit operator RankFact((string Name, double? Value) fact) => new(fact.Name, fact.Value ?? double.NaN);

    public static implicit operator RankFact((string Name, bool Value) fact) => new(fact.Name, fact.Value ? 1 : 0);

    /// <summary>A text that must be the same.</summary>
    public static RankFact Of(string name, string text) => new(name, RankExchange.NumberOf(text), IsCode: true);
}
