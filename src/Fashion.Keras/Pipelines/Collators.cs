namespace Fashion.Keras.Pipelines;

/// <summary>Joins samples into batches.</summary>
internal interface ICollator<T>
{
    /// <summary>Adds one sample.</summary>
    void Add(T sample);

    /// <summary>Gives what was added and begins again.</summary>
    DataBatch Flush();
}

/// <summary>Samples without targets.</summary>
internal sealed class InputCollator<TX>(BatchSpace space) : ICollator<TX>
{
    private readonly Column<TX> _x = Column<TX>.For(space, "x");

    public void Add(TX sample) => _x.Add(sample);

    public DataBatch Flush() => new(_x.Flush());
}

/// <summary>Samples with targets.</summary>
internal sealed class PairCollator<TX, TY>(BatchSpace space) : ICollator<(TX X, TY Y)>
{
    private readonly Column<TX> _x = Column<TX>.For(space, "x");
    private readonly Column<TY> _y = Column<TY>.For(space.Copying(), "y");

    public void Add((TX X, TY Y) sample)
    {
        _x.Add(sample.X);
        _y.Add(sample.Y);
    }

    public DataBatch Flush() => new(_x.Flush(), _y.Flush());
}

/// <summary>Samples with targets and weights.</summary>
internal sealed class WeightedCollator<TX, TY, TW>(BatchSpace space) : ICollator<(TX X, TY Y, TW SampleWeight)>
{
    private readonly Column<TX> _x = Column<TX>.For(space, "x");
    private readonly Column<TY> _y = Column<TY>.For(space.Copying(), "y");
    private readonly Column<TW> _weight = Column<TW>.For(space.Copying(), "sampleWeight");

    public void Add((TX X, TY Y, TW SampleWeight) sample)
    {
        _x.Add(sample.X);
        _y.Add(sample.Y);
        _weight.Add(sample.SampleWeight);
    }

    public DataBatch Flush() => new(_x.Flush(), _y.Flush(), _weight.Flush());
}
