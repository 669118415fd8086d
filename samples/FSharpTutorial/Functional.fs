module Functional

open System
open Fashion.Keras
open Fashion.Keras.Callbacks
open Fashion.Keras.Layers

// Prints one line for each epoch.
let reporter = { new Callback() with override _.OnEpochEnd(epoch, logs) = printfn $"""epoch {epoch + 1}: loss {logs["loss"]:F4}""" }

// A model with a branch, on arrays of F#.
let run () =
    let image = Input.Of(Shape(8, 8, 1))
    let features = image.Conv2D(16, 3, activation = "relu").MaxPooling2D(2).Flatten()
    let both = Merge.Concatenate(features, Ops.Multiply(features, 2f))
    let model = new Model(image, both.Dense(3, "softmax"))
    model.Compile("adam", "sparse_categorical_crossentropy", metrics = [| "accuracy" |])
    let x = Array4D.init 30 8 8 1 (fun i row _ _ -> if row / 3 = i % 3 then 1f else 0f)
    let y = Array.init 30 (fun i -> i % 3)
    model.Fit(x :> Array, y :> Array, epochs = 20, verbose = 0, callbacks = reporter) |> ignore
    let result = model.Evaluate(x :> Array, y :> Array, verbose = 0)
    printfn $"""accuracy {result["accuracy"]:P0}"""
