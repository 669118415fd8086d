namespace Fashion.Keras.Tests.Docs;

/// <summary>Why names and arguments of Keras are not here, and where to find what has another form.</summary>
internal static class SupportReasons
{
    private const string Audio = "sounds are not among the data that the library reads",
        OtherProgram = "runs a program of another framework",
        Quantized = "quantized weights are not supported",
        Python = "belongs to Python's way of finding classes; files name them, `CustomObjects` registers yours",
        Float = "everything is computed in float32; the types of inputs and the policy of a file are kept";

    /// <summary>What Keras needs to read its own files: here <c>FromConfig</c>, names and <c>CustomObjects</c> do it.</summary>
    public static IReadOnlySet<string> Plumbing { get; } = new HashSet<string> { "serialize", "deserialize", "get" };

    /// <summary>Classes of other names.</summary>
    public static IReadOnlyDictionary<string, string> OtherNames { get; } = new Dictionary<string, string>
    {
        ["InputLayer"] = "Input",
        ["GroupQueryAttention"] = "GroupedQueryAttention",
        ["CallbackList"] = "CallbackList",
        ["History"] = "History",
        ["PyDataset"] = "DataSequence",
        ["Sequence"] = "DataSequence",
        ["CustomObjectScope"] = "CustomObjects",
        ["custom_object_scope"] = "CustomObjects",
        ["Identity"] = "IdentityLayer",
    };

    /// <summary>What has another form here.</summary>
    public static IReadOnlyDictionary<string, string> Elsewhere { get; } = new Dictionary<string, string>
    {
        ["Input"] = "`Input.Of`",
        ["add"] = Merge("Add"),
        ["average"] = Merge("Average"),
        ["concatenate"] = Merge("Concatenate"),
        ["dot"] = Merge("Dot"),
        ["maximum"] = Merge("Maximum"),
        ["minimum"] = Merge("Minimum"),
        ["multiply"] = Merge("Multiply"),
        ["subtract"] = Merge("Subtract"),
        ["MeanMetricWrapper"] = "`Metric.Create`",
        ["metrics.BinaryCrossentropy"] = LossAsMetric("BinaryCrossentropy"),
        ["metrics.CategoricalCrossentropy"] = LossAsMetric("CategoricalCrossentropy"),
        ["metrics.CategoricalHinge"] = LossAsMetric("CategoricalHinge"),
        ["metrics.Hinge"] = LossAsMetric("Hinge"),
        ["metrics.KLDivergence"] = LossAsMetric("KLDivergence"),
        ["metrics.LogCoshError"] = LossAsMetric("LogCosh"),
        ["metrics.MeanAbsoluteError"] = LossAsMetric("MeanAbsoluteError"),
        ["metrics.MeanAbsolutePercentageError"] = LossAsMetric("MeanAbsolutePercentageError"),
        ["metrics.MeanSquaredError"] = LossAsMetric("MeanSquaredError"),
        ["metrics.MeanSquaredLogarithmicError"] = LossAsMetric("MeanSquaredLogarithmicError"),
        ["metrics.Poisson"] = LossAsMetric("Poisson"),
        ["metrics.SparseCategoricalCrossentropy"] = LossAsMetric("SparseCategoricalCrossentropy"),
        ["metrics.SquaredHinge"] = LossAsMetric("SquaredHinge"),
        ["metrics.binary_focal_crossentropy"] = LossAsMetric("BinaryFocalCrossentropy"),
        ["metrics.categorical_focal_crossentropy"] = LossAsMetric("CategoricalFocalCrossentropy"),
        ["metrics.huber"] = LossAsMetric("Huber"),
        ["clone_model"] = "`model.Clone`",
        ["load_model"] = "`Model.Load`",
        ["load_weights"] = "`model.LoadWeights`",
        ["model_from_json"] = "`Model.FromJson`",
        ["save_model"] = "`model.Save`",
        ["save_weights"] = "`model.SaveWeights`",
        ["clear_session"] = "`Utils.ClearSession`",
        ["custom_object_scope"] = "`CustomObjects`",
        ["get_custom_objects"] = "`CustomObjects`",
        ["register_keras_serializable"] = "`[RegisterSerializable]`",
        ["image_dataset_from_directory"] = "`Dataset.FromImageFolder` (package Fashion.Keras.Images)",
        ["load_img"] = "`Utils.LoadImage` (package Fashion.Keras.Images)",
        ["TensorBoard"] = "`TensorBoard` (package Fashion.Keras.TensorBoard), without `profile_batch` and `embeddings_freq`",
        ["model_to_dot"] = "`model.ToMermaid` (package Fashion.Keras.Plotting), for Mermaid instead of Graphviz",
        ["plot_model"] = "`model.PlotModel` (package Fashion.Keras.Plotting)",
        ["save_img"] = "`Utils.SaveImage` (package Fashion.Keras.Images)",
        ["timeseries_dataset_from_array"] = "`Dataset.FromTimeSeries`",
        ["text_dataset_from_directory"] = "`Dataset.From(Directory.GetFiles(...)).Map(file => (File.ReadAllText(file), label))`",
        ["normalize"] = "`Utils.Normalize`",
        ["pad_sequences"] = "`Utils.PadSequences`",
        ["set_random_seed"] = "`Utils.SetRandomSeed`",
        ["to_categorical"] = "`Utils.ToCategorical`",
        ["split_dataset"] = "`Utils.SplitDataset`",
        ["FeatureSpace"] = "`table.Encode` (package Fashion.Keras.Tables)",
        ["array_to_img"] = "`Utils.SaveImage` takes the tensor itself",
        ["img_to_array"] = "`Utils.LoadImage` gives a tensor",
        ["pack_x_y_sample_weight"] = "a `DataBatch`",
        ["unpack_x_y_sample_weight"] = "a `DataBatch`",
        ["Progbar"] = "`verbose: Verbosity.Bar`; without a model the console libraries of .NET",
        ["serialize_keras_object"] = "`GetConfig`",
        ["deserialize_keras_object"] = "`FromConfig`",
        ["is_keras_tensor"] = "every `SymbolicTensor` without `HasValue`",
        ["get_source_inputs"] = "`Utils.GetSourceInputs`",
        ["enable_interactive_logging"] = "`verbose`",
        ["disable_interactive_logging"] = "`verbose`",
        ["is_interactive_logging_enabled"] = "`verbose`",
    };

    /// <summary>Why a name is not here.</summary>
    public static IReadOnlyDictionary<string, string> Absent { get; } = new Dictionary<string, string>
    {
        ["FlaxLayer"] = OtherProgram,
        ["JaxLayer"] = OtherProgram,
        ["TFSMLayer"] = OtherProgram,
        ["TorchModuleWrapper"] = OtherProgram,
        ["STFTSpectrogram"] = Audio,
        ["audio_dataset_from_directory"] = Audio,
        ["STFT"] = Audio,
        ["STFTInitializer"] = Audio,
        ["stft"] = Audio,
        ["InputSpec"] = "a layer checks its inputs in `Build` and says what is wrong in its own words",
        ["TernaryDense"] = Quantized,
        ["OrbaxCheckpoint"] = "a format of JAX",
        ["RemoteMonitor"] = "not built yet; a `LambdaCallback` with an `HttpClient` does it",
        ["OptimizerMap"] = "not built yet; `TrainStep` minimizes with several optimizers",
        ["MultiOptimizer"] = "not built yet; `TrainStep` minimizes with several optimizers",
        ["KerasFileEditor"] = "not built yet",
        ["Config"] = "a C# record does it",
        ["get_file"] = "`HttpClient` does it",
        ["standardize_dtype"] = Float,
        ["get_registered_name"] = Python,
        ["get_registered_object"] = Python,
    };

    private static readonly Dictionary<string, string> OfAnyClass = new()
    {
        ["dtype"] = "",
        ["autocast"] = "",
        ["sparse"] = "sparse tensors are not supported",
        ["ragged"] = "ragged tensors are not supported; sequences are padded",
        ["encoding"] = "texts are .NET's",
        ["vocabulary_dtype"] = "",
        ["lora_rank"] = "the property `LoraRank`",
        ["lora_alpha"] = "the property `LoraAlpha`",
        ["quantization_config"] = Quantized,
        ["use_cudnn"] = "",
        ["weights"] = "set them after the layer is built",
    };

    private static readonly Dictionary<string, string> OfOneClass = new()
    {
        ["BatchNormalization.synchronized"] = "there is one device",
        ["ReversibleEmbedding.reverse_dtype"] = Float,
        ["Wrapper.layer"] = "",
        ["Input.batch_shape"] = "`batchSize` and the shape",
        ["Input.input_tensor"] = "`new Model(inputs, outputs)` takes any tensor",
        ["Input.optional"] = "inputs cannot be left out",
        ["BackupAndRestore.double_checkpoint"] = "the backup before is kept until the new one is whole",
        ["CsvLogger.filename"] = "`path`",
        ["ModelCheckpoint.save_freq"] = "`saveFrequency`",
        ["ReduceLROnPlateau.min_lr"] = "`minLearningRate`",
        ["EinsumDense.gptq_unpacked_column_size"] = Quantized,
        ["Lambda.arguments"] = "the delegate has them already",
        ["DataSequence.workers"] = "a property",
        ["DataSequence.use_multiprocessing"] = "threads are enough",
        ["DataSequence.max_queue_size"] = "a property",
        ["CustomObjects.custom_objects"] = "",
        ["Sequential.trainable"] = "set `Trainable`",
    };

    /// <summary>Base classes: what their constructors take is said at the classes that derive from them.</summary>
    private static readonly HashSet<string> BaseClasses = ["Layer", "Loss", "Metric", "Optimizer", "Callback", "CallbackList"];

    /// <summary>Why an argument is not here; empty for one that changes nothing here; null when nothing is known.</summary>
    public static string? Argument(string type, string argument) => BaseClasses.Contains(type) ? ""
        : OfOneClass.GetValueOrDefault($"{type}.{argument}") ?? OfAnyClass.GetValueOrDefault(argument);

    private static string LossAsMetric(string loss) => $"`new {loss}()`, the loss, stands in a list of metrics";

    private static string Merge(string layer) => $"`new {layer}().Apply([a, b])`, between tensors also an operator or `Ops.{layer}`";
}
