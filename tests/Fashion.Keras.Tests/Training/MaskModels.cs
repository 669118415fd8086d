using Fashion.Keras.Layers;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Tests.Training;

/// <summary>The models of the golden cases of kind "mask_training", by their names there.</summary>
internal static class MaskModels
{
    private const int Steps = 5;

    public static Model Build(string name) => name switch
    {
        "embedding_lstm_lstm" => Text(Words(), new LSTM(3, returnSequences: true), new LSTM(2), new Dense(1)),
        "embedding_gru_backwards_steps" => Text(Words(), new GRU(3, returnSequences: true, goBackwards: true), new Dense(2)),
        "embedding_dense_steps_softmax" or "embedding_dense_steps_ignore_class" => Text(Words(), new Dense(4, "softmax")),
        "embedding_dense_steps_sigmoid" => Text(Words(), new Dense(1, "sigmoid")),
        "embedding_dense_steps_sum" or "embedding_dense_steps_by_weight" => Text(Words(), new Dense(2)),
        "embedding_pooling" => Text(Words(), new GlobalAveragePooling1D(), new Dense(1)),
        "embedding_convolution" => Text(Words(), new Conv1D(2, 2), new GlobalAveragePooling1D(), new Dense(1)),
        "embedding_normalization_lstm" =>
            Text(Words(), new BatchNormalization(momentum: 0.5), new Activation("tanh"), new LSTM(2), new Dense(1)),
        "embedding_activity" => Text(Words(), new Dense(2, activityRegularizer: new L2(0.1)), new SimpleRNN(2)),
        "masking_simple_rnn" => Rows(new Masking(-1), new LayerNormalization(), new SimpleRNN(3, returnSequences: true),
            new GlobalAveragePooling1D(), new Dense(1)),
        "masking_steps" => Rows(new Masking(-1), new Dense(2), new ReLU()),
        "add_pooling" => Two(new Add(), [new GlobalAveragePooling1D(), new Dense(1)]),
        "add_one_mask" => Two(new Add(), [new GlobalAveragePooling1D(), new Dense(1)], true, false),
        "subtract_lstm" => Two(new Subtract(), [new LSTM(2)]),
        "average_steps" => Two(new Average(), [new Dense(2)]),
        "multiply_lstm" => Two(new Multiply(), [new LSTM(2)]),
        "multiply_one_mask" => Two(new Multiply(), [new LSTM(2)], false, true),
        "maximum_gru" => Two(new Maximum(), [new GRU(2)]),
        "minimum_one_mask" => Two(new Minimum(), [new GRU(2)], true, false),
        "concatenate_features" => Two(new Concatenate(), [new LSTM(2)]),
        "concatenate_one_mask" => Two(new Concatenate(), [new LSTM(2)], true, false),
        "concatenate_steps" => Two(new Concatenate(axis: 1), [new LSTM(2)], true, false),
        "dot_attention" => Two(new Dot((2, 2)), [new GlobalAveragePooling1D(), new Dense(1)]),
        "shared_embedding" => Shared(),
        "nested_sequential" => NestedFirst(),
        "nested_last" => Text(Text(Words(), new Dense(2))),
        "nested_receives" => Text(Words(), Inner(new Activation("relu"), new LSTM(2)), new Dense(1)),
        "nested_pooling" => Text(Words(), Inner(new Dropout(0)), new GlobalAveragePooling1D(), new Dense(1)),
        "two_outputs" => TwoOutputs(),
        _ => throw new ArgumentException($"No model '{name}'."),
    };

    private static Embedding Words(bool mask = true) => new(6, 3, maskZero: mask);

    private static Sequential Text(params Layer[] layers) => Built([new Input(Steps), .. layers]);

    private static Sequential Rows(params Layer[] layers) => Built([new Input(Steps, 2), .. layers]);

    private static Sequential Built(Layer[] layers)
    {
        var model = new Sequential(layers);
        model.Build();
        return model;
    }

    private static Model Two(Layer merge, Layer[] rest, bool left = true, bool right = true)
    {
        SymbolicTensor a = Input.Of([Steps]), b = Input.Of([Steps]);
        return new Model(new[] { a, b },
            rest.Aggregate(merge.Apply([Words(left).Apply(a), Words(right).Apply(b)])[0], (x, layer) => layer.Apply(x)));
    }

    private static Model Shared()
    {
        SymbolicTensor a = Input.Of([Steps]), b = Input.Of([Steps]);
        (Layer words, Layer recurrent) = (Words(), new LSTM(2));
        return new Model(new[] { a, b },
            new Dense(1).Apply(new Subtract().Apply([recurrent.Apply(words.Apply(a)), recurrent.Apply(words.Apply(b))])[0]));
    }

    private static Model NestedFirst()
    {
        SymbolicTensor a = Input.Of([Steps]);
        return new Model(a, new LSTM(2).Apply(Text(Words(), new Dense(3)).Apply(a)));
    }

    private static Model Inner(params Layer[] layers)
    {
        SymbolicTensor a = Input.Of([Steps, 3]);
        return new Model(a, layers.Aggregate(a, (x, layer) => layer.Apply(x)));
    }

    private static Model TwoOutputs()
    {
        SymbolicTensor a = Input.Of([Steps]), words = Words().Apply(a);
        return new Model(a, new[] { new Dense(2).Apply(words), new Dense(1).Apply(new LSTM(2).Apply(words)) });
    }
}
