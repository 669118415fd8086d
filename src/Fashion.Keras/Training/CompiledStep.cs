using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Training;

/// <summary>A step that can be run, and the gates of the variables that it reads and writes.</summary>
internal sealed record CompiledStep(IExecutable Executable, WeightGates Gates);
