using System.Diagnostics;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Benchmarks;

/// <summary>Seconds of the latest epoch.</summary>
internal sealed class EpochClock : Callback
{
    private long _start;

    public double Seconds { get; private set; }

    public override void OnEpochBegin(int epoch) => _start = Stopwatch.GetTimestamp();

    public override void OnEpochEnd(int epoch, Logs logs) => Seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
}
