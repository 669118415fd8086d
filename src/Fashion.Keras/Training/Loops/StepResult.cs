using Fashion.Keras.Execution;

namespace Fashion.Keras.Training;

/// <summary>What a step has computed; it can be read until the next one.</summary>
/// <param name="execution">Where the numbers are.</param>
/// <param name="outputs">Which number is what.</param>
internal readonly struct StepResult(IExecution execution, StepOutputs outputs)
{
    /// <summary>One of the numbers whose means are logged.</summary>
    /// <param name="index">Place in <see cref="IStepProgram.LossNames"/>.</param>
    public float Loss(int index)
    {
        float loss = 0;
        execution.Read(outputs.Losses[index], new Span<float>(ref loss));
        return loss;
    }

    /// <summary>Copies the predictions of one output of the model, row-major.</summary>
    public void ReadPredictions(int output, Span<float> destination) => execution.Read(outputs.Predictions[output], destination);
}
