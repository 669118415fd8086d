using Fashion.Keras.Data;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Training;

/// <summary>
/// Batches, pass after pass over some data. After <see cref="MoveNext"/> the current batch stays in place until the next call.
/// One thread at a time.
/// </summary>
internal abstract class BatchSource : IDisposable
{
    /// <summary>Batches of a pass; null while that is not known.</summary>
    public abstract int? Count { get; }

    /// <summary>Samples of a pass; null while that is not known.</summary>
    public virtual int? Rows => null;

    /// <summary>Samples of a batch, of which only the last one of a pass may have fewer; null where they differ.</summary>
    public virtual int? BatchSize => null;

    /// <summary>Whether passes never end.</summary>
    public virtual bool IsEndless => false;

    /// <summary>What the current batch feeds, in the order of the shapes: inputs, targets, weights.</summary>
    public Feed[] Feeds { get; protected set; } = [];

    /// <summary>Shapes of the current batch; null before the first one.</summary>
    public BatchShapes? Shapes { get; protected set; }

    /// <summary>Samples of the current batch that count: those of this rank, of which there may be none.</summary>
    public int OwnRows { get; protected set; }

    /// <summary>Samples of the current batch on all ranks; null where each rank reads batches of its own.</summary>
    public virtual long? AllRows => OwnRows;

    /// <summary>Shapes of the first batch of a pass, where they are known without reading it.</summary>
    public virtual BatchShapes? FirstShapes => null;

    /// <summary>What must be the same on all ranks of a job.</summary>
    /// <param name="source">The batches; null for none.</param>
    /// <param name="kind">Begins the names.</param>
    public static RankFact[] Facts(BatchSource? source, string kind = "") => [(kind + "samples", source?.Rows),
        (kind + "batch size", source?.BatchSize), (kind + "batches", source?.Count),
        (kind + "Shard in the pipeline", source is { AllRows: null } ? 1 : 0), (kind + "shuffling", source?.IsShuffled == true ? 1 : 0),
        RankFact.Of(kind + "contents", source?.Contents ?? "")];

    /// <summary>Whether each pass has an order of its own.</summary>
    public virtual bool IsShuffled => false;

    /// <summary>
    /// A text that stands for some of the samples, to compare those of several ranks; empty where they cannot be had without reading.
    /// </summary>
    public virtual string Contents => "";

    /// <summary>Begins a pass; one that has not ended is left.</summary>
    /// <param name="next">Numbers the pass, which decides the order of the samples; sources that do not shuffle do not ask. Null for data
    /// in the order in which it is read.</param>
    public abstract void BeginPass(Func<Pass>? next);

    /// <summary>Makes the next batch the current one.</summary>
    /// <returns>False at the end of the pass.</returns>
    public abstract bool MoveNext();

    /// <summary>Passes over batches, of which there are at least as many.</summary>
    public virtual void Skip(int batches)
    {
        for (int i = 0; i < batches; i++) MoveNext();
    }

    /// <summary>Refuses passes that never end where nothing else says how many batches to take.</summary>
    /// <param name="steps">Batches to take; null for a whole pass.</param>
    /// <param name="user">Who takes them, for the message.</param>
    /// <param name="argument">Name of the argument with their number.</param>
    /// <exception cref="ArgumentException">There is neither an end nor a number.</exception>
    public void RequireEnd(int? steps, string user, string argument)
    {
        if (steps is null && IsEndless)
            throw new ArgumentException($"{user} was given a source without end (Repeat); say with {argument} how many batches to take.",
                argument);
    }

    /// <summary>An epoch begins, whether or not a pass does.</summary>
    public virtual void EpochBegin() { }

    /// <summary>An epoch has ended, whether or not the pass has.</summary>
    public virtual void EpochEnd() { }

    public abstract void Dispose();
}
