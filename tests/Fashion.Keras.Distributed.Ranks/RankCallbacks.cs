using System.Diagnostics;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Distributed.Ranks;

/// <summary>Kills its process, as a power cut would, after a number of steps.</summary>
internal sealed class KilledAfter(int steps, bool here) : Callback
{
    private int _steps;

    public override void OnTrainBatchBegin(int batch)
    {
        if (here && _steps++ == steps) Process.GetCurrentProcess().Kill();
    }
}

/// <summary>Throws on one rank after a number of steps.</summary>
internal sealed class FailsAfter(int steps, bool here) : Callback
{
    private int _steps;

    public override void OnTrainBatchBegin(int batch)
    {
        if (here && _steps++ == steps) throw new InvalidOperationException("This rank has had enough.");
    }
}

/// <summary>Asks for the end of training on one rank.</summary>
internal sealed class StopsAfter(int steps, bool here) : Callback
{
    private int _steps;

    public override void OnTrainBatchBegin(int batch)
    {
        if (here && ++_steps == steps) Model.StopTraining = true;
    }
}

/// <summary>Prints the number of its process, then takes so long for each step that a test can kill it in between.</summary>
internal sealed class Slow(int rank) : Callback
{
    public override void OnTrainBegin() => Console.WriteLine($"process {rank}: {Environment.ProcessId}");

    public override void OnTrainBatchBegin(int batch) => Thread.Sleep(20);
}
