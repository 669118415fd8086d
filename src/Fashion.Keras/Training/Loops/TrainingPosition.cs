namespace Fashion.Keras.Training;

/// <summary>A place in a run of training, between two steps.</summary>
/// <param name="Epoch">The epoch of the next step, from 0: as many are finished.</param>
/// <param name="Step">The next step of that epoch, from 0.</param>
/// <param name="Cursor">The next batch of the pass over the samples, which with steps per epoch is not the same.</param>
/// <param name="Averages">Running averages of an epoch that has begun: see <c>RunningAverages.Save</c>; null between epochs.</param>
internal sealed record TrainingPosition(int Epoch, int Step, int Cursor, double[]? Averages = null);
