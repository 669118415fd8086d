namespace Fashion.Keras.Training;

/// <summary>Averages since an epoch or an evaluation began: losses weighted by the size of their batch, and the metrics.</summary>
internal sealed class RunningAverages(IStepProgram program)
{
    private readonly double[] _sums = new double[program.LossNames.Count];
    private long _samples;

    public void Reset()
    {
        Array.Clear(_sums);
        _samples = 0;
        foreach (MetricEntry entry in program.Metrics) entry.Metric.ResetState();
    }

    /// <summary>Adds up what all ranks have taken in: samples, sums and counts, so that averages are exact.</summary>
    public void AddUp(ICollective ranks) => Restore(Sums(ranks));

    /// <summary>What <see cref="Save"/> gives, added up over all ranks; this one goes on with its own.</summary>
    public double[] Sums(ICollective? ranks)
    {
        double[] sums = Save();
        ranks?.Sum(sums);
        return sums;
    }

    /// <summary>Takes in the losses of the batch that has just run; nothing of one that only stands in for none.</summary>
    public void Add(StepResult step, int samples)
    {
        if (samples == 0) return;
        for (int i = 0; i < _sums.Length; i++) _sums[i] += (double)step.Loss(i) * samples;
        _samples += samples;
    }

    /// <summary>Loss, losses of several outputs, metrics, in compile order. Keras's numbers are float32, so are these.</summary>
    public void WriteTo(Logs logs, string prefix = "")
    {
        for (int i = 0; i < _sums.Length; i++) logs[prefix + program.LossNames[i]] = Mean(i);
        foreach (MetricEntry entry in program.Metrics) logs.Set(prefix + entry.Name, entry.Metric);
    }

    /// <summary>How many numbers <see cref="Save"/> gives.</summary>
    public int Count => 1 + _sums.Length + MetricState().Sum(v => v.Shape.ElementCount);

    /// <summary>Everything taken in so far: samples, sums of the losses, state of the metrics.</summary>
    public double[] Save() => [_samples, .. _sums, .. MetricState().SelectMany(v => v.ToArray()).Select(v => (double)v)];

    /// <summary>Takes back what <see cref="Save"/> gave for the same losses and metrics: <see cref="Count"/> numbers.</summary>
    public void Restore(double[] saved)
    {
        Variable[] state = [.. MetricState()];
        _samples = (long)saved[0];
        saved.AsSpan(1, _sums.Length).CopyTo(_sums);
        int at = 1 + _sums.Length;
        foreach (Variable variable in state)
        {
            float[] values = [.. saved.AsSpan(at, variable.Shape.ElementCount).ToArray().Select(v => (float)v)];
            variable.Set(values);
            at += values.Length;
        }
    }

    private IEnumerable<Variable> MetricState() => program.Metrics.SelectMany(m => m.Metric.Variables);

    private double Mean(int index) => _samples == 0 ? 0 : (float)(_sums[index] / _samples);
}
