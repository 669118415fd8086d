namespace Fashion.Keras.Tests.Support;

/// <summary>A clock that shows what it is told.</summary>
public sealed class ScriptedClock : TimeProvider
{
    /// <summary>Seconds since the start.</summary>
    public double Now { get; set; }

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => (long)Math.Round(Now * 1e9);
}
