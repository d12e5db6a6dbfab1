//! What fits is answered, in the media type that is wanted.

use super::{request, shown, zoo};

#[test]
fn what_fits_is_answered() {
    let mock = zoo();
    let animal = r#"{"food":["food"],"house":{"cage":1},"id":"id","legs":1,"name":"name"}"#;
    let events = [
        format!(r#"{{"animal":{animal},"type":"animal"}}"#),
        r#"{"count":1,"type":"done"}"#.to_owned(),
    ];
    for (sent, expected) in [
        // The first example that fits.
        ("GET /animal/1?key=k", r#"200 {"legs":4,"name":"Leo"}"#.to_owned()),
        (
            "GET /animal/1\nauthorization: bearer x\naccept: text/plain, application/json;q=0.5",
            "200 a lion".to_owned(),
        ),
        (
            "GET /animal/1\nauthorization: Bearer x\naccept: text/html, */*;q=0.1",
            r#"200 {"legs":4,"name":"Leo"}"#.to_owned(),
        ),
        ("HEAD /animal/1?key=k", "200 ".to_owned()),
        ("DELETE /api/v2/animal/7", "204 ".to_owned()),
        ("GET /animal/oldest", "200 text".to_owned()),
        ("QUERY /animal/newest", r#"200 {"name":"Mia"}"#.to_owned()),
        ("QUERY /animal/newest\naccept: text/csv", "200 a,b".to_owned()),
        ("QUERY /animal/newest\naccept: text/plain", "200 a tiger".to_owned()),
        (
            "QUERY /animal/newest\naccept: application/json-seq",
            "200 \u{1e}2\n".to_owned(),
        ),
        ("GET /keys/a...b?key=k\nauthorization: Bearer x", "200 ".to_owned()),
        (
            "GET /animal?kind=fish&take=5&tags=a,b&meta[wild]=true&filter={\"age\":1}&more=1\nx-keeper: k1",
            format!(r#"200 {{"cursor":"cursor","items":[{animal}]}}"#),
        ),
        // The second page of a list is its last.
        (
            "GET /animal?kind=fish&cursor=cursor",
            format!(r#"200 {{"items":[{animal}]}}"#),
        ),
        (
            "GET /animal?kind=fish\naccept: application/jsonl",
            format!("200 {}\n{}\n", events[0], events[1]),
        ),
        (
            "GET /animal?kind=fish\naccept: text/event-stream",
            format!("200 data: {}\n\ndata: {}\n\n", events[0], events[1]),
        ),
        (
            "POST /animal\ncontent-type: application/json\n\n{\"name\":\"Leo\",\"legs\":null,\"house\":\"here\"}",
            format!("201 {animal}"),
        ),
        (
            "POST /animal\ncontent-type: application/x-www-form-urlencoded\n\nname=5&legs=4&food[]=a&food[]=b&house[cage]=1",
            format!("201 {animal}"),
        ),
        (
            "POST /animal\ncontent-type: multipart/form-data; boundary=\"b\"\n\n--b\\r\\nContent-Disposition: form-data; name=\"name\"\\r\\n\\r\\n\
             Leo\\r\\n--b\\r\\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\\r\\n\\r\\nx\\r\\n--b--\\r\\n",
            format!("201 {animal}"),
        ),
    ] {
        let reply = mock.play(&request(sent));
        assert_eq!(shown(&reply), expected, "{sent}");
        assert_eq!(mock.play(&request(sent)), reply);
    }
}

#[test]
fn the_media_type_is_one_that_exists() {
    let reply = zoo().play(&request("GET /animal/oldest"));
    assert_eq!(reply.headers, [("content-type".to_owned(), "image/png".to_owned())]);
    assert_eq!(reply.operation.as_deref(), Some("oldestAnimal"));
}
