using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>A step that can be run, the gates of the variables that it reads and writes, and what its results are.</summary>
internal sealed record CompiledStep(IExecutable Executable, WeightGates Gates, StepOutputs Outputs, int ScalarCount)
{
    /// <summary>Runs the step once, with its optimizers.</summary>
    /// <param name="execution">The rented buffers.</param>
    /// <param name="feeds">What is fed.</param>
    /// <param name="scalars">Room for the scalars.</param>
    /// <param name="optimizers">The optimizers that count the step; an array: steps walk it without allocating.</param>
    /// <param name="run">Number of the run for random operations; taken while the gates are held.</param>
    public void Run(IExecution execution, Feed[] feeds, float[] scalars, Optimizer[] optimizers, RandomStreams run)
    {
        // Also the counts: who saves now finds weights and counts of the same step.
        using (Gates.Enter())
        {
            foreach (OptimizerScalars own in Outputs.Scalars) own.Optimizer.WriteAllScalars(scalars.AsSpan(own.First, own.Count));
            execution.Run(feeds, scalars, run.NextTrainingRun());
            foreach (Optimizer optimizer in optimizers) optimizer.Advance();
        }
    }
}
