using Fashion.Keras.Reporting;

namespace Fashion.Keras;

/// <summary>
/// Where the time of a model goes: the steps of its compiled plans with their mean times. Measured only when
/// <see cref="ModelOptions.Profile"/> is set.
/// </summary>
public sealed class ModelProfile
{
    internal ModelProfile(string title, long bufferBytes, IReadOnlyList<ProfileEntry> entries)
    {
        Title = title;
        BufferBytes = bufferBytes;
        Entries = entries;
    }

    /// <summary>Which plan: what it does (train, test, predict), for which batch size.</summary>
    public string Title { get; }

    /// <summary>Bytes of the buffers of one running plan, weights not counted.</summary>
    public long BufferBytes { get; }

    /// <summary>The steps in the order in which they run.</summary>
    public IReadOnlyList<ProfileEntry> Entries { get; }

    /// <summary>Mean time of a whole run, in milliseconds.</summary>
    public double Milliseconds => Entries.Sum(e => e.Milliseconds + e.WaitMilliseconds);

    /// <summary>The steps as a table.</summary>
    public override string ToString() =>
        ProfileTable.Render(Title, BufferBytes,
            [.. Entries.Select(e => (e.Operation, e.Layer ?? "", e.Shapes, e.Milliseconds, e.WaitMilliseconds, e.GigaFlops))]);
}
