using System.Runtime.CompilerServices;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Engine;

/// <summary>A rented frame and worker threads, given back when disposed.</summary>
internal sealed class PlanExecution(Executable executable, Frame frame, WorkerLease? lease) : IExecution
{
    private bool _disposed;

    private Plan Plan => executable.Plan;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Run(ReadOnlySpan<Feed> feeds, ReadOnlySpan<float> scalars, ulong run)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (feeds.Length != Plan.FeedCount || scalars.Length != Plan.ScalarCount)
            throw new ArgumentException($"The graph takes {Plan.FeedCount} feed(s) and {Plan.ScalarCount} scalar(s), but {feeds.Length} " +
                $"and {scalars.Length} were given.");
        frame.Begin(feeds, scalars, run);
        try
        {
            if (lease is null) Plan.Execute(frame);
            else lease.Run(Plan, frame);
        }
        finally
        {
            frame.End();
        }
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public unsafe void Read(int output, Span<float> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Slot slot = Plan.Outputs[output];
        new ReadOnlySpan<float>(frame[slot], slot.Count).CopyTo(destination);
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        executable.Return(frame, lease);
    }
}
