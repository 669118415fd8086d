using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Training;

/// <summary>A step that can be run, the gates of the variables that it reads and writes, and what its results are.</summary>
internal sealed record CompiledStep(IExecutable Executable, WeightGates Gates, StepOutputs Outputs, int ScalarCount);
