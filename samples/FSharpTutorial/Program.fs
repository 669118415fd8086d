// The tutorial of the write-up in F#: lists of names and shapes are written in place as arrays.
open System
open Fashion.Keras
open Fashion.Keras.Datasets
open Fashion.Keras.Layers

let arguments = Environment.GetCommandLineArgs()
if arguments.Length = 2 && arguments[1] = "functional" then
    Functional.run ()
    exit 0

let epochs = if arguments.Length = 2 then int arguments[1] else 5
let struct (train, test) = FashionMnist.LoadData()

let model = new Sequential()
model.Add(new Flatten(inputShape = Shape(28, 28)))
model.Add(new Dense(128, activation = "relu"))
model.Add(new Dense(10, activation = "softmax"))
model.Compile(optimizer = "adam", loss = "sparse_categorical_crossentropy", metrics = [| "accuracy" |])
model.Summary()

let history = model.Fit(train.Images.Normalize(), train.Labels, epochs = epochs)
printfn "%O" history

let result = model.Evaluate(test.Images.Normalize(), test.Labels, verbose = 2)
let accuracy = result["accuracy"]
printfn $"Test accuracy: {accuracy:P2} (loss {result.Loss:F4})"
