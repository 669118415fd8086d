using System.Numerics;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Training with class weights of any number type; those of double have their place in Model.Fit.cs.
public partial class Model
{
    /// <summary>Trains the model with class weights of another number type: float, int ...</summary>
    /// <inheritdoc cref="Fit(ModelData, ModelData, int, int, VerbosityArgument, CallbackList?, double, ValidationData?, bool, IReadOnlyDictionary{int, double}?, ModelData?, int, int?, int?, int?, ValidationFrequency?, CancellationToken)"/>
    /// <typeparam name="TWeight">Type of the class weights.</typeparam>
    public History Fit<TWeight>(ModelData x, ModelData y, IReadOnlyDictionary<int, TWeight> classWeight, int batchSize = 32, int epochs = 1,
        VerbosityArgument verbose = default,
        CallbackList? callbacks = null, double validationSplit = 0, ValidationData? validationData = null, bool shuffle = true,
        ModelData? sampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null, CancellationToken cancellationToken = default) where TWeight : INumberBase<TWeight> =>
        Fit(x, y, batchSize, epochs, verbose, callbacks, validationSplit, validationData, shuffle, ClassWeights.ToDoubles(classWeight),
            sampleWeight,
            initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize, validationFreq, cancellationToken);

    /// <summary>Takes one training step with class weights of another number type: float, int ...</summary>
    /// <inheritdoc cref="TrainOnBatch(ModelData, ModelData, ModelData?, IReadOnlyDictionary{int, double}?)"/>
    /// <typeparam name="TWeight">Type of the class weights.</typeparam>
    public Logs TrainOnBatch<TWeight>(ModelData x, ModelData y, IReadOnlyDictionary<int, TWeight> classWeight,
        ModelData? sampleWeight = null) where TWeight : INumberBase<TWeight> =>
        TrainOnBatch(x, y, sampleWeight, ClassWeights.ToDoubles(classWeight));
}
