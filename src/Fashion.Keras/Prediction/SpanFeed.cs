using System.Buffers;
using Fashion.Keras.Data;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Prediction;

/// <summary>Feeds a batch from memory that the caller lends for one run, without allocating anything.</summary>
internal sealed unsafe class SpanFeed : IDisposable
{
    private readonly PinnedSource _source;
    private readonly Feed[] _feeds;

    /// <param name="batch">Shape of the batch.</param>
    public SpanFeed(Shape batch)
    {
        _source = new PinnedSource(ArraySource.Over(() => new MemoryHandle(_source!.Pointer), batch), default, 0);
        _feeds = [new Feed(_source, 0)];
    }

    /// <summary>What is fed while the numbers lie at an address.</summary>
    public Feed[] At(float* numbers)
    {
        _source.Pointer = (byte*)numbers;
        return _feeds;
    }

    public void Dispose() => _source.Dispose();
}
