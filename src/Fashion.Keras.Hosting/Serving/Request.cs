using System.Diagnostics;
using System.Numerics.Tensors;

namespace Fashion.Keras.Hosting.Serving;

/// <summary>
/// One sample and the caller who waits for it. The first to complete it (an answer, an error, a cancellation) decides the result.
/// </summary>
/// <param name="inputs">The numbers of each input.</param>
/// <param name="shapes">The shape of each input, without the axis of samples.</param>
internal sealed class Request(IReadOnlyList<ReadOnlyMemory<float>> inputs, Shape[] shapes)
{
    // Callers go on elsewhere, not on the thread that computes batches.
    private readonly TaskCompletionSource<IReadOnlyList<Tensor<float>>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _giveUp;

    public IReadOnlyList<ReadOnlyMemory<float>> Inputs => inputs;

    public Shape[] Shapes => shapes;

    public long Start { get; } = Stopwatch.GetTimestamp();

    public Task<IReadOnlyList<Tensor<float>>> Task => _answer.Task;

    public bool IsOver => _answer.Task.IsCompleted;

    /// <summary>Lets the caller give up; called once, before the request waits.</summary>
    public void ObserveCancellation(CancellationToken token)
    {
        if (token.CanBeCanceled)
            _giveUp = token.UnsafeRegister(static (state, given) => ((Request)state!)._answer.TrySetCanceled(given), this);
    }

    /// <summary>Stops observing the cancellation.</summary>
    public void Forget() => _giveUp.Unregister();

    public void Answer(IReadOnlyList<Tensor<float>> outputs)
    {
        Forget();
        _answer.TrySetResult(outputs);
    }

    public void Fail(Exception error)
    {
        Forget();
        _answer.TrySetException(error);
    }

    public bool HasShapesOf(Request other)
    {
        if (shapes.Length != other.Shapes.Length) return false;
        for (int i = 0; i < shapes.Length; i++)
            if (!shapes[i].Equals(other.Shapes[i])) return false;
        return true;
    }
}
